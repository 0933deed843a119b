// OpenAI's SDK, with nothing changed but its base URL: node openai.mjs [MODEL] [EMBEDDING-MODEL]
import OpenAI from "openai";

const client = new OpenAI({
  baseURL: (process.env.HEADGATE_URL ?? "http://127.0.0.1:4000") + "/v1",
  apiKey: process.env.HEADGATE_KEY ?? "none", // an application key, where the gate asks for one
});
const [model = "fast", embedding = "embed"] = process.argv.slice(2);
const messages = [{ role: "user", content: "What is a weir?" }];

const models = await client.models.list();
console.log("models:", models.data.map((each) => each.id).join(" "));

const chat = await client.chat.completions.create({ model, messages });
console.log("chat:", chat.choices[0].message.content, chat.usage.total_tokens);

process.stdout.write("stream: ");
for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
}
console.log();

process.stdout.write("responses: ");
for await (const event of await client.responses.create({ model, input: "What is a weir?", stream: true })) {
  if (event.type === "response.output_text.delta") process.stdout.write(event.delta);
}
console.log();

const vectors = await client.embeddings.create({ model: embedding, input: ["gate", "river"] });
console.log("embeddings:", vectors.data.map((each) => each.embedding.length));

// A feature: its prompt stays on the server, the client sends what fills it in.
const { data: reply, response } = await client.chat.completions
  .create({
    model: "feature/support-reply",
    messages: [],
    user: "ada", // who is served: keeps the variant
    headgate: { inputs: { question: "Where is my parcel?" } },
  })
  .withResponse();
console.log("feature:", reply.choices[0].message.content, response.headers.get("x-headgate-variant"));

try {
  await client.chat.completions.create({ model: "nobody/nothing", messages });
} catch (error) {
  console.log("error:", error.status, error.code, error.requestID);
}
