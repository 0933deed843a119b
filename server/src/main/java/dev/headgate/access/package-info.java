/// Who is calling, with which key, and what they may use.
@org.jspecify.annotations.NullMarked
package dev.headgate.access;
