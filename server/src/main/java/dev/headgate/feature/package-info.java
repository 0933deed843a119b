/// Features, variants, prompts, targeting: which variant a targeting key is served.
@org.jspecify.annotations.NullMarked
package dev.headgate.feature;
