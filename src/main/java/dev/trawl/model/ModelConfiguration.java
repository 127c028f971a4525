package dev.trawl.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.exc.InvalidTypeIdException;

/**
 * Reads a network's configuration as Deeplearning4j writes it: a graph, or the stack of layers that
 * earlier checkpoints have. The JSON names classes to make objects of; one that is not among {@link
 * KnownSettings} is refused before it is loaded.
 */
final class ModelConfiguration {
  static final int MOST_BYTES = 1 << 20;

  static final String NEEDED = "need a network's configuration, found ";
  private static final int DEEPEST = 100;
  private static final String LAYERS_OF_A_STACK = "confs";

  private static final JsonFactory BOUNDED =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
          .build();

  private static final ObjectMapper MAPPER =
      JsonMappers.getMapper().copy().setPolymorphicTypeValidator(new KnownSettings());

  private ModelConfiguration() {}

  /**
   * The configuration: one input, one output, each layer with sizes that can be.
   *
   * @throws IOException when it is something else, with what was found
   */
  static ComputationGraphConfiguration read(String json) throws IOException {
    boolean stack = isStack(json);
    try {
      ComputationGraphConfiguration read =
          stack
              ? LayerStack.asGraph(MAPPER.readValue(json, MultiLayerConfiguration.class))
              : MAPPER.readValue(json, ComputationGraphConfiguration.class);
      GraphCheck.check(read);
      return read;
    } catch (InvalidTypeIdException e) {
      throw new IOException(
          "need settings of Deeplearning4j in its configuration, found " + described(e), e);
    } catch (JsonMappingException e) {
      throw new IOException(NEEDED + "something else" + place(e), e);
    } catch (RuntimeException e) { // of Deeplearning4j, for what is missing
      throw new IOException(NEEDED + "a part of one", e);
    }
  }

  /** Whether it is a stack's; only what is well formed and not too deep goes on. */
  private static boolean isStack(String json) throws IOException {
    boolean stack = false;
    try (JsonParser tokens = BOUNDED.createParser(json)) {
      for (JsonToken next = tokens.nextToken(); next != null; next = tokens.nextToken()) {
        stack |=
            next == JsonToken.FIELD_NAME
                && tokens.getParsingContext().getParent().inRoot()
                && tokens.currentName().equals(LAYERS_OF_A_STACK);
      }
    } catch (JsonProcessingException e) {
      throw new IOException(NEEDED + "other text: " + e.getOriginalMessage(), e);
    }
    return stack;
  }

  private static String place(JsonMappingException e) {
    String path =
        e.getPath().stream()
            .map(
                part ->
                    part.getFieldName() == null
                        ? String.valueOf(part.getIndex())
                        : part.getFieldName())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "" : " as " + path;
  }

  private static String described(InvalidTypeIdException e) {
    return e.getTypeId() == null ? "some without a class" : "the class " + e.getTypeId();
  }
}
