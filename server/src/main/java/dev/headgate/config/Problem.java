package dev.headgate.config;

/// What is wrong, and where: what was found, what was expected, what to do. One line, safe to show.
public record Problem(Place place, String message) {

  @Override
  public String toString() {
    return (place + ": " + message).replaceAll("\\p{C}", "?");
  }
}
