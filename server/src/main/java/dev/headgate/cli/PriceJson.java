package dev.headgate.cli;

import dev.headgate.base.Unit;
import dev.headgate.price.Dollars;
import dev.headgate.price.Factors;
import dev.headgate.price.ModelLimits;
import dev.headgate.price.ModelPrice;
import dev.headgate.price.PriceConfig;
import dev.headgate.price.Rates;
import dev.headgate.price.Rule;
import java.util.LinkedHashMap;
import java.util.Map;

/// A model's price for a program: amounts are decimals in texts, for a program's numbers may be
/// binary; of a million tokens, or a thousand requests.
record PriceJson(String target, ModelPrice price, ModelLimits limits) {
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("model", target);
    json.put("priced_as", price.model());
    json.put("source", isConfigured(price) ? "configuration" : "catalogue");
    if (limits.context() > 0) {
      json.put("context", limits.context());
    }
    if (limits.maxOutput() > 0) {
      json.put("max_output", limits.maxOutput());
    }
    json.put("rules", price.rules().reversed().stream().map(PriceJson::json).toList());
    return json;
  }

  static boolean isConfigured(ModelPrice price) {
    return price.rules().getFirst().source().equals(PriceConfig.SOURCE);
  }

  private static Map<String, Object> json(Rule rule) {
    var json = new LinkedHashMap<String, Object>();
    json.put("when", rule.when());
    json.put("usd", amounts(rule.rates()));
    json.put("tiers", factors(rule.factors().tiers()));
    json.put("regions", factors(rule.factors().regions()));
    return json;
  }

  private static Map<String, String> amounts(Rates rates) {
    var amounts = new LinkedHashMap<String, String>();
    for (Map.Entry<Unit, Long> rate : rates.said().entrySet()) {
      amounts.put(rate.getKey().text(), Dollars.plain(rate.getValue(), rate.getKey()));
    }
    return amounts;
  }

  private static Map<String, String> factors(Map<String, Integer> factors) {
    var json = new LinkedHashMap<String, String>();
    factors.forEach((word, factor) -> json.put(word, Factors.plain(factor)));
    return json;
  }
}
