// Anthropic's SDK, with nothing changed but its base URL: node anthropic.mjs [MODEL]
import Anthropic from "@anthropic-ai/sdk";

const client = new Anthropic({
  baseURL: process.env.HEADGATE_URL ?? "http://127.0.0.1:4000",
  apiKey: process.env.HEADGATE_KEY ?? "none", // an application key, where the gate asks for one
});
const [model = "claude"] = process.argv.slice(2);
const messages = [{ role: "user", content: "What is a weir?" }];

process.stdout.write("models:");
for await (const each of client.models.list()) {
  process.stdout.write(" " + each.id);
}
console.log();

const count = await client.messages.countTokens({ model, messages });
console.log("count:", count.input_tokens);

const message = await client.messages.create({ model, max_tokens: 300, messages });
console.log("message:", message.content[0].text, message.stop_reason);

process.stdout.write("stream: ");
const stream = client.messages.stream({ model, max_tokens: 300, messages });
stream.on("text", (text) => process.stdout.write(text));
const whole = await stream.finalMessage();
console.log("", whole.usage.output_tokens);

try {
  await client.messages.create({ model: "nobody/nothing", max_tokens: 300, messages });
} catch (error) {
  console.log("error:", error.status, error.error.error.details.error_code, error.requestID);
}
