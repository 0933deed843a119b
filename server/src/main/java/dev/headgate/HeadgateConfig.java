package dev.headgate;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.headgate.access.Access;
import dev.headgate.access.AdminKey;
import dev.headgate.access.ApplicationKey;
import dev.headgate.call.Limits;
import dev.headgate.call.Snapshot;
import dev.headgate.config.Environment;
import dev.headgate.config.Problems;
import dev.headgate.config.Section;
import dev.headgate.feature.FeaturePage;
import dev.headgate.feature.Features;
import dev.headgate.feature.Switch;
import dev.headgate.feature.Variant;
import dev.headgate.http.Proxies;
import dev.headgate.price.Catalogue;
import dev.headgate.price.PriceConfig;
import dev.headgate.price.Prices;
import dev.headgate.price.Vendor;
import dev.headgate.protocol.Surface;
import dev.headgate.provider.Preset;
import dev.headgate.provider.ProviderConfig;
import dev.headgate.provider.Providers;
import dev.headgate.record.RetentionConfig;
import dev.headgate.route.Alias;
import dev.headgate.route.Provider;
import dev.headgate.route.Ranking;
import dev.headgate.route.Routes;
import dev.headgate.route.Target;
import dev.headgate.store.JournalConfig;
import dev.headgate.telemetry.Names;
import dev.headgate.telemetry.OtelConfig;
import dev.headgate.telemetry.TraceSetting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The configuration as a whole; where records of different packages refer to each other, it is
/// checked here.
public record HeadgateConfig(
    String version,
    ServerConfig server,
    Map<String, ProviderConfig> providers,
    List<ApplicationKey> keys,
    Map<String, Alias> aliases,
    Features features,
    Map<String, Limits> limits,
    Prices prices,
    Proxies proxies,
    JournalConfig journal,
    RetentionConfig retention,
    OtelConfig otel,
    @Nullable AdminKey adminKey) {

  /// Reads all of it; with problems noted the result is good for nothing.
  static HeadgateConfig read(Section root, Environment environment, Problems problems) {
    var providers = providers(root, environment);
    var aliases = new LinkedHashMap<String, Alias>();
    root.sections("models").forEach((name, in) -> aliases.put(name, Alias.read(name, in)));
    var keys = new ArrayList<ApplicationKey>();
    root.sections("keys").forEach((name, in) -> ApplicationKey.read(name, in).ifPresent(keys::add));
    var server = ServerConfig.read(root.section("server"));
    var features = Features.read(root, problems);
    var limits = new LinkedHashMap<String, Limits>();
    root.sections("features").forEach((name, in) -> limits.put(name, Limits.read(in)));
    var config =
        new HeadgateConfig(
            root.sources().hash().digits(),
            server,
            providers,
            keys,
            aliases,
            features,
            limits,
            prices(root, providers),
            proxies(root, environment),
            JournalConfig.read(root.section("journal")),
            RetentionConfig.read(root.section("retention")),
            OtelConfig.read(root.section("otel"), environment),
            AdminKey.read(environment, root::problem).orElse(null));
    new CrossCheck(root, config).run();
    root.finish();
    return config;
  }

  /// Those that are configured; where there are none, those whose key stands in the environment.
  private static Map<String, ProviderConfig> providers(Section root, Environment environment) {
    Section said =
        root.has("providers")
            ? root
            : root.alongside(Configuration.NONE, Preset.implied(environment));
    var providers = new LinkedHashMap<String, ProviderConfig>();
    said.sections("providers")
        .forEach((name, in) -> providers.put(name, ProviderConfig.read(name, in, environment)));
    return providers;
  }

  private static Prices prices(Section root, Map<String, ProviderConfig> providers) {
    var catalogue = Catalogue.shipped();
    var vendors = new LinkedHashMap<String, Optional<Vendor>>();
    providers.forEach((name, each) ->
        vendors.put(name, catalogue.vendor(name, each.provider().dialect(), each.host())));
    return Prices.of(catalogue, PriceConfig.read(root.section("prices")), vendors);
  }

  /// On the way to the providers, as the environment's usual variables say.
  private static Proxies proxies(Section root, Environment environment) {
    try {
      return Proxies.from(environment.variables());
    } catch (IllegalArgumentException wrong) {
      root.problem(String.valueOf(wrong.getMessage()));
      return Proxies.NONE;
    }
  }

  /// The same in a server that has started elsewhere, or with other bounds.
  HeadgateConfig in(ServerConfig started) {
    return new HeadgateConfig(
        version, started, providers, keys, aliases, features, limits, prices, proxies, journal,
        retention, otel, adminKey);
  }

  HeadgateConfig alone() {
    return new HeadgateConfig(
        version,
        server.alone(),
        providers,
        List.of(),
        aliases,
        features,
        limits,
        prices,
        proxies,
        journal,
        retention,
        otel,
        adminKey);
  }

  /// What is served to whom, under these switches.
  public FeaturePage page(Map<String, Switch> switches) {
    return new FeaturePage(
        features,
        switches,
        model -> {
          Alias alias = aliases.get(model);
          return alias == null ? model : String.join(", ", alias.targets());
        });
  }

  /// What traces say of it.
  TraceSetting traceSetting() {
    var peers = new LinkedHashMap<String, TraceSetting.Peer>();
    providers.forEach((name, each) -> peers.put(name, Peers.of(each)));
    var defaults = new LinkedHashMap<String, String>();
    features.all().forEach(each -> defaults.put(each.name(), each.variants().getFirst().name()));
    return new TraceSetting(peers, defaults);
  }

  /// What metrics may say of it: what stands here, and every model that has a price.
  Names names() {
    var variants = features.all().stream().flatMap(each -> each.variants().stream()).toList();
    var asked = targets().stream().map(Target::toString);
    var vendors = new LinkedHashMap<String, String>();
    providers.forEach((name, each) -> vendors.put(name, Peers.of(each).vendor()));
    return new Names(
        features.names(),
        variants.stream().map(Variant::name).collect(toSet()),
        vendors,
        Stream.concat(asked, prices.all().keySet().stream()).collect(toSet()));
  }

  /// What is sound and all the same not what somebody is likely to want.
  public List<String> warnings(Instant now) {
    return Stream.concat(prices.warnings(now).stream(), Tightness.of(this)).toList();
  }

  /// The targets that it names, in the order of the file.
  SequencedSet<Target> targets() {
    Routes routes = routes();
    var variants = features.all().stream().flatMap(each -> each.variants().stream());
    return Stream.concat(aliases.keySet().stream(), variants.map(Variant::model))
        .flatMap(model -> routes.find(model, Surface.FEATURES).stream())
        .collect(toCollection(LinkedHashSet::new));
  }

  Routes routes() {
    Map<String, Provider> known =
        providers.values().stream()
            .map(ProviderConfig::provider)
            .collect(toMap(Provider::name, Function.identity()));
    return new Routes(known, aliases);
  }

  Snapshot snapshot(Providers.Means means) {
    return new Snapshot(
        version,
        new Access(keys),
        features,
        limits,
        routes(),
        new Ranking(
            means.random(),
            new Measured(means.standings(), prices, () -> means.clock().epochMillis()),
            means.conversations()),
        new Providers(providers, means),
        prices);
  }
}
