package dev.headgate.story;

import static java.util.stream.Collectors.joining;

import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import java.util.Map;

/// A call by a vendor's SDK, whole or streamed, with members that the SDK does not know; what comes
/// of it is the text, for which the answer had to be as its types say.
enum SdkCall {
  CHAT {
    @Override
    String text(String address, String model, Map<String, ?> members, boolean stream) {
      var asked = ChatCompletionCreateParams.builder().model(model).addUserMessage(WORDS);
      members.forEach((name, value) ->
          asked.putAdditionalBodyProperty(name, com.openai.core.JsonValue.from(value)));
      var client = SideBySide.openAi(address).build();
      try {
        var chat = client.chat().completions();
        if (!stream) {
          return said(chat.create(asked.build()).validate());
        }
        var gathered = ChatCompletionAccumulator.create();
        try (var chunks = chat.createStreaming(asked.build())) {
          chunks.stream().forEach(chunk -> gathered.accumulate(chunk.validate()));
        }
        return said(gathered.chatCompletion());
      } finally {
        client.close();
      }
    }

    private String said(ChatCompletion answer) {
      return answer.choices().getFirst().message().content().orElseThrow();
    }
  },
  RESPONSES {
    @Override
    String text(String address, String model, Map<String, ?> members, boolean stream) {
      var asked = ResponseCreateParams.builder().model(model).input(WORDS);
      members.forEach((name, value) ->
          asked.putAdditionalBodyProperty(name, com.openai.core.JsonValue.from(value)));
      var client = SideBySide.openAi(address).build();
      try {
        if (!stream) {
          return said(client.responses().create(asked.build()).validate());
        }
        var gathered = ResponseAccumulator.create();
        try (var events = client.responses().createStreaming(asked.build())) {
          events.stream().forEach(event -> gathered.accumulate(event.validate()));
        }
        return said(gathered.response());
      } finally {
        client.close();
      }
    }

    private String said(Response response) {
      return response.output().stream()
          .flatMap(item -> item.message().stream())
          .map(message -> message.content().getFirst().asOutputText().text())
          .collect(joining());
    }
  },
  MESSAGES {
    @Override
    String text(String address, String model, Map<String, ?> members, boolean stream) {
      var asked = MessageCreateParams.builder().model(model).maxTokens(500).addUserMessage(WORDS);
      members.forEach((name, value) ->
          asked.putAdditionalBodyProperty(name, com.anthropic.core.JsonValue.from(value)));
      var client = SideBySide.anthropic(address).build();
      try {
        if (!stream) {
          return said(client.messages().create(asked.build()).validate());
        }
        var gathered = MessageAccumulator.create();
        try (var events = client.messages().createStreaming(asked.build())) {
          events.stream().forEach(event -> gathered.accumulate(event.validate()));
        }
        return said(gathered.message());
      } finally {
        client.close();
      }
    }

    private String said(Message message) {
      return message.content().getFirst().asText().text();
    }
  };

  /// What the caller says itself.
  static final String WORDS = "And in winter?";

  abstract String text(String address, String model, Map<String, ?> members, boolean stream);

  /// Who the end user is, as this vendor's API says it.
  Map<String, ?> user(String id) {
    return this == MESSAGES ? Map.of("metadata", Map.of("user_id", id)) : Map.of("user", id);
  }
}
