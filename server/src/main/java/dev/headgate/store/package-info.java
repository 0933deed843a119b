/// The node's own files: its journal and its databases, in one directory that one process uses.
@org.jspecify.annotations.NullMarked
package dev.headgate.store;
