package dev.trawl.sweep.schema;

import static dev.trawl.sweep.schema.Schemas.about;
import static dev.trawl.sweep.schema.Schemas.choice;
import static dev.trawl.sweep.schema.Schemas.has;
import static dev.trawl.sweep.schema.Schemas.integer;
import static dev.trawl.sweep.schema.Schemas.key;
import static dev.trawl.sweep.schema.Schemas.list;
import static dev.trawl.sweep.schema.Schemas.mapping;
import static dev.trawl.sweep.schema.Schemas.node;
import static dev.trawl.sweep.schema.Schemas.not;
import static dev.trawl.sweep.schema.Schemas.reference;
import static dev.trawl.sweep.schema.Schemas.rule;
import static dev.trawl.sweep.schema.Schemas.with;

import dev.trawl.sweep.DatasetCatalog;
import dev.trawl.sweep.EpochRuleCatalog;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Finals;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.Setting;
import dev.trawl.sweep.Webhook;
import dev.trawl.sweep.Webhook.Event;
import dev.trawl.sweep.Webhook.Format;
import dev.trawl.sweep.read.SweepFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The JSON Schema (draft 7) of the sweep file, for editors: it has all that the catalogs have, so
 * that what is registered shows up by itself. What it refuses is invalid; some of what is invalid
 * it can't say, such as that min is below max.
 */
public final class SweepSchema {
  private static final String DEFAULT_MODEL = "cnn";

  private final DatasetCatalog datasets;
  private final ParameterCatalog catalog;
  private final SelectionSchemas selections;
  private final TrainingSchemas training;
  private final ParameterSchemas parameters;

  private SweepSchema(
      DatasetCatalog datasets,
      ParameterCatalog catalog,
      SearchCatalog search,
      EpochRuleCatalog rules) {
    this.datasets = datasets;
    this.catalog = catalog;
    selections = new SelectionSchemas(search);
    training = new TrainingSchemas(catalog, rules);
    parameters = new ParameterSchemas(catalog, DEFAULT_MODEL, training.searched());
  }

  /** The schema of what these catalogs have, as JSON has it. */
  public static Map<String, Object> json(
      DatasetCatalog datasets,
      ParameterCatalog catalog,
      SearchCatalog search,
      EpochRuleCatalog rules) {
    return new SweepSchema(datasets, catalog, search, rules).schema();
  }

  private Map<String, Object> schema() {
    Map<String, Object> definitions = new LinkedHashMap<>();
    definitions.put("condition", condition());
    definitions.putAll(parameters.definitions());
    List<Object> rules = new ArrayList<>(parameters.rules());
    rules.addAll(selections.rules());
    rules.addAll(training.rules());
    rules.add(rule(not(has("rename")), node("properties", node("metric", ourMetric()))));
    Map<String, Object> schema =
        node(
            "$schema", "http://json-schema.org/draft-07/schema#",
            "title", "Trawl sweep file",
            "description", "One sweep; every key is in src/docs/sweep-file.md.");
    schema.putAll(mapping(keys(), List.of("dataset", "method", "parameters")));
    schema.put("allOf", rules);
    schema.put("definitions", definitions);
    return schema;
  }

  private Map<String, Object> keys() {
    Map<String, Object> keys =
        node(
            "name", about("What the sweep is called; the file's name by default.", Schemas.NAME),
            "description", about("For people.", Schemas.TEXT),
            "project", about("For people.", Schemas.NAME),
            "dataset", dataset(),
            "model",
                with(
                    about("The architecture.", choice(new TreeSet<>(catalog.models()))),
                    "default",
                    DEFAULT_MODEL),
            "method", selections.method(),
            "early_terminate", selections.earlyTermination(),
            "seed",
                with(
                    about(
                        "The same file and seed give the same runs and metrics.",
                        node(
                            "type",
                            "integer",
                            "minimum",
                            Long.MIN_VALUE,
                            "maximum",
                            Long.MAX_VALUE)),
                    "default",
                    0),
            "run_cap", about("How many configurations are tried.", integer(1)),
            "lag", about("Job k is decided on the results of the jobs up to k − lag.", integer(1)),
            "warm_start", warmStart(),
            "finals",
                about(
                    "The best runs train again with new seeds, and the winner is the best mean.",
                    mapping(
                        node(
                            "top",
                                with(
                                    about("How many of the best runs.", integer(1)),
                                    "default",
                                    Finals.DEFAULT_TOP),
                            "seeds",
                                with(
                                    about("How many more seeds each gets.", integer(1)),
                                    "default",
                                    Finals.DEFAULT_SEEDS)),
                        List.of())),
            "metric", metric(),
            "thresholds",
                with(
                    about(
                        "The accuracies that runs are compared with, ascending.",
                        list(node("type", "number", "exclusiveMinimum", 0, "maximum", 1))),
                    "uniqueItems",
                    true,
                    "default",
                    List.of(0.98, 0.99)),
            "parameters", parameters.parameters(),
            "training", about("How each run trains.", mapping(training.keys(), List.of())),
            "forbid", about("Combinations that are not tried.", list(reference("condition"))),
            "enqueue",
                about(
                    "Values that are tried first; what they leave out is drawn.",
                    list(
                        node(
                            "type",
                            "object",
                            "minProperties",
                            1,
                            "additionalProperties",
                            node(
                                "type",
                                List.of("number", "string", "boolean", "array"),
                                "minItems",
                                1)))),
            "rename",
                about(
                    "Names of this file, each with Trawl's name of it.",
                    node("type", "object", "additionalProperties", Schemas.NAME)),
            "workers", about("How many runs train at once; one a core by default.", integer(1)),
            "retries",
                with(
                    about("How often a run that failed is tried again.", integer(0)), "default", 0),
            "max_failures",
                with(
                    about("So many failed runs in a row stop the sweep.", integer(1)),
                    "default",
                    ExecutionSpec.DEFAULT_MAX_FAILURES),
            "budget", about("How long the whole sweep may take, such as 10m.", Schemas.TIME),
            "notify", about("Who is told what becomes of the sweep.", list(webhook())));
    for (String ignored : SweepFiles.ignoredKeys()) {
      keys.put(
          ignored,
          node(
              "description",
              "A key of W&B, which Trawl ignores.",
              "deprecationMessage",
              "Trawl ignores this key of W&B."));
    }
    return keys;
  }

  private Map<String, Object> dataset() {
    Map<String, Object> names = choice(new TreeSet<>(datasets.names()));
    Map<String, Object> mapping =
        mapping(
            node(
                "name",
                about("A dataset that Trawl fetches.", names),
                "path",
                about("A folder of four IDX files, relative to this file.", Schemas.NAME),
                "validation_split",
                with(
                    about(
                        "The part of the training images that runs are chosen by.",
                        node("type", "number", "exclusiveMinimum", 0, "exclusiveMaximum", 1)),
                    "default",
                    0.2),
                "train_limit",
                about("At most so many training images.", integer(1)),
                "test_limit",
                about("At most so many test images.", integer(1)),
                "channels",
                about(
                    "Where images have their channels; by the sizes, when left out.",
                    choice(List.of("first", "last"))),
                "labels",
                about("The classes' names, from label 0 on.", list(Schemas.NAME))),
            List.of());
    return about(
        "The images that a sweep trains on.",
        node("anyOf", List.of(names, with(mapping, "oneOf", List.of(has("name"), has("path"))))));
  }

  private static Map<String, Object> webhook() {
    Map<String, Object> variable =
        mapping(
            node(
                "env",
                about(
                    "The name of an environment variable.",
                    node("type", "string", "pattern", "^[A-Za-z_][A-Za-z0-9_]*$"))),
            List.of("env"));
    Map<String, Object> webhook =
        mapping(
            node(
                "on",
                    with(
                        about("What it is told.", list(choice(Event.keys()))),
                        "default",
                        Event.keys().stream()
                            .filter(key -> Webhook.DEFAULT_EVENTS.contains(Event.of(key)))
                            .toList()),
                "url",
                    about(
                        "Whereto; an environment variable keeps it out of the records.",
                        node(
                            "anyOf",
                            List.of(
                                node(
                                    "type", "string", "pattern", "^[hH][tT][tT][pP][sS]?://[^@]+$"),
                                variable))),
                "secret", about("What signs it.", variable),
                "format",
                    with(
                        about("What is sent.", choice(Format.keys())),
                        "default",
                        Format.JSON.key())),
            List.of("url"));
    return with(
        webhook,
        "allOf",
        List.of(rule(key("format", node("const", Format.SLACK.key())), not(has("secret")))));
  }

  private static Map<String, Object> warmStart() {
    Map<String, Object> names = node("anyOf", List.of(Schemas.NAME, list(Schemas.NAME)));
    return about(
        "Sweeps whose runs the search knows from the start.",
        node(
            "anyOf",
            List.of(
                Schemas.NAME,
                list(Schemas.NAME),
                mapping(
                    node(
                        "sweeps",
                        names,
                        "retry",
                        with(
                            about("Try their points again.", node("type", "boolean")),
                            "default",
                            false)),
                    List.of("sweeps")))));
  }

  private static Map<String, Object> metric() {
    Map<String, Object> mapping =
        mapping(
            node(
                "name",
                    about(
                        "A train or validation metric.",
                        with(Schemas.NAME, "examples", Objective.METRICS)),
                "goal",
                    with(
                        about("Which way it improves.", choice(List.of("minimize", "maximize"))),
                        "default",
                        "minimize"),
                "target", about("Once reached, no run is started.", node("type", "number")),
                "impute",
                    about(
                        "What a run without a value counts as.",
                        choice(List.of("latest", "best", "worst"))),
                "impute_while_running",
                    about(
                        "What a run that trains counts as.",
                        node("enum", List.of("latest", "best", "worst", "false", false)))),
            List.of("name"));
    mapping.put(
        "allOf",
        List.of(
            rule(
                key("name", node("pattern", "[aA][cC][cC]([uU][rR][aA][cC][yY])?$")),
                node("properties", node("target", node("minimum", 0, "maximum", 1))))));
    return about("What chooses between runs; val_accuracy, maximize, when left out.", mapping);
  }

  private static Map<String, Object> ourMetric() {
    return node("properties", node("name", Setting.metricSchema()));
  }

  /** Values of parameters, all of which have to match. */
  private static Map<String, Object> condition() {
    Map<String, Object> scalar = node("type", List.of("number", "string", "boolean"));
    Map<String, Object> limits =
        with(
            mapping(
                node(
                    "above", about("Matches what is greater.", node("type", "number")),
                    "below", about("Matches what is less.", node("type", "number"))),
                List.of()),
            "minProperties",
            1);
    return about(
        "Values by parameter: all have to match, one of a list.",
        node(
            "type",
            "object",
            "minProperties",
            1,
            "additionalProperties",
            node("anyOf", List.of(scalar, node("type", "array", "minItems", 1), limits))));
  }
}
