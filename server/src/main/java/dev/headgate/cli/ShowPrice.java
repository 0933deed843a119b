package dev.headgate.cli;

import static java.util.stream.Collectors.joining;

import dev.headgate.base.Nearest;
import dev.headgate.base.Unit;
import dev.headgate.base.Unit.Kind;
import dev.headgate.price.Dollars;
import dev.headgate.price.Factors;
import dev.headgate.price.ModelLimits;
import dev.headgate.price.ModelPrice;
import dev.headgate.price.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `headgate prices show MODEL`
@Command(name = "show", description = "Shows all that is known of one model's price.")
final class ShowPrice implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "provider/model, or an alias (its first target).")
  private String model = "";

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    var read = ConfigOption.sound(config.source().read()).config();
    var named = new NamedTargets(read);
    String target = named.targets(model).getFirst();
    ModelPrice price = named.price(target).orElseThrow(() -> unknown(target, named));
    ModelLimits limits = named.limits(target);
    String text =
        output.isJson()
            ? OutputOption.json(new PriceJson(target, price, limits).json())
            : text(target, price, limits, read.prices().facts().toString());
    terminal.out().println(text);
    return Exit.DONE;
  }

  private static Failure unknown(String target, NamedTargets named) {
    List<String> known = named.all().map(Map.Entry::getKey).toList();
    return new Failure(
        Exit.NOT_THERE,
        Terminal.clean(target) + " has no known price" + Nearest.hint(target, known));
  }

  private static String text(String target, ModelPrice price, ModelLimits limits, String facts) {
    var lines = new ArrayList<String>();
    boolean configured = PriceJson.isConfigured(price);
    lines.add(
        Terminal.clean(target)
            + (price.model().equals(target) ? "" : ", priced as " + price.model())
            + (configured ? ", as configured" : ", as of " + facts));
    if (limits.context() > 0 || limits.maxOutput() > 0) {
      lines.add(limits(limits));
    }
    lines.add("");
    lines.addAll(rates(price.rules().reversed()).lines());
    boolean alike = price.rules().stream().map(Rule::factors).distinct().count() == 1;
    if (alike) {
      lines.addAll(factors(price.rules().getFirst().factors(), ""));
    } else {
      price.rules().reversed().forEach(rule -> lines.addAll(factors(rule.factors(), when(rule))));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private static String limits(ModelLimits limits) {
    return Stream.of(
            limits.context() > 0 ? "takes " + Amount.count(limits.context()) + " tokens" : "",
            limits.maxOutput() > 0 ? "puts out at most " + Amount.count(limits.maxOutput()) : "")
        .filter(part -> !part.isEmpty())
        .collect(joining(", "));
  }

  /// A unit a row, a rule a column.
  private static Table rates(List<Rule> rules) {
    String always = rules.size() == 1 ? "ALWAYS" : "ELSE";
    String[] headings =
        Stream.concat(Stream.of("$ A MILLION"), rules.stream().map(rule -> heading(rule, always)))
            .toArray(String[]::new);
    var table = Table.of(headings);
    for (Unit unit : Unit.values()) {
      if (rules.stream().anyMatch(rule -> rule.rates().said().containsKey(unit))) {
        boolean request = unit.kind() == Kind.REQUEST;
        String name = Dollars.word(unit) + (request ? ", a thousand" : "");
        table.row(
            Stream.concat(Stream.of(name), rules.stream().map(rule -> shown(rule, unit)))
                .toArray(String[]::new));
      }
    }
    return table;
  }

  private static String heading(Rule rule, String always) {
    return (rule.when().isEmpty() ? always : rule.when().replace(", ", " ")) + "#";
  }

  private static String shown(Rule rule, Unit unit) {
    OptionalLong rate = rule.rates().of(unit);
    return rate.isPresent() ? Dollars.shown(rate.getAsLong(), unit) : "-";
  }

  private static String when(Rule rule) {
    return rule.when().isEmpty() ? "else: " : rule.when() + ": ";
  }

  private static List<String> factors(Factors factors, String when) {
    var lines = new ArrayList<String>();
    if (!factors.tiers().isEmpty()) {
      lines.add(when + "at tier " + times(factors.tiers()));
    }
    if (!factors.regions().isEmpty()) {
      lines.add(when + "in region " + times(factors.regions()));
    }
    return lines;
  }

  /// Words of the same factor together: `batch, flex x 0.5; fast, priority x 2`.
  private static String times(Map<String, Integer> factors) {
    return factors.values().stream()
        .distinct()
        .sorted()
        .map(factor ->
            factors.entrySet().stream()
                    .filter(each -> each.getValue().equals(factor))
                    .map(Map.Entry::getKey)
                    .collect(joining(", "))
                + " x "
                + Factors.plain(factor))
        .collect(joining("; "));
  }
}
