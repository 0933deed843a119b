/// What an attempt cost, by dated rules.
@org.jspecify.annotations.NullMarked
package dev.headgate.price;
