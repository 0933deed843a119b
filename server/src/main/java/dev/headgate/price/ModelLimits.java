package dev.headgate.price;

/// The most tokens that a model takes in all, and puts out; 0 where that is not known.
public record ModelLimits(int context, int maxOutput) {
  public static final ModelLimits UNKNOWN = new ModelLimits(0, 0);
}
