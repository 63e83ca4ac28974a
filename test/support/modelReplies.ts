/** What a request to the model server says, as far as that looks at it. */
export interface Asked {
  readonly model: string
  readonly stream: boolean
  readonly turns: ReadonlyArray<{ readonly role: string; readonly content: string }>
}

const encoder = new TextEncoder()

/** What the model answers: predictable, so that each byte can be checked. Where it goes on from a text, that too. */
export const echoOf = ({ turns }: Pick<Asked, "turns">): string => {
  const last = turns.at(-1)
  return last?.role === "assistant" ? " … and so on." : `You said: ${last?.content ?? ""}`
}

/** A text in tokens: words with the space before them. */
export const tokensOf = (text: string): ReadonlyArray<string> => text.match(/\s*\S+|\s+$/g) ?? []

export const numbered = (at: number): string => `token${at} `

interface Choice {
  readonly delta?: Readonly<Record<string, string>>
  readonly finish?: string
}

const payload = (asked: Asked, { delta = {}, finish }: Choice) => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1_700_000_000,
  model: asked.model,
  choices: [{ index: 0, delta, finish_reason: finish ?? null }],
})

export const event = (asked: Asked, choice: Choice): string =>
  `data: ${JSON.stringify(payload(asked, choice))}\n\n`

export const say = (asked: Asked, content: string): string => event(asked, { delta: { content } })

export const finish = (asked: Asked, reason = "stop"): string => event(asked, { finish: reason })

export const done = "data: [DONE]\n\n"

/** A whole answer that is not streamed. */
export const completion = (asked: Asked, content: string) => ({
  id: "chatcmpl-1",
  object: "chat.completion",
  created: 1_700_000_000,
  model: asked.model,
  choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
})

/** The same event over many lines, with all that the format allows besides. */
export const splitLines = (asked: Asked, content: string): string => {
  const lines = JSON.stringify(payload(asked, { delta: { content } }), undefined, 1).split("\n")
  const data = lines.map((line, at) => `data:${at % 2 === 0 ? " " : ""}${line}`)
  return `: a comment\r\nid: 7\r\nevent: message\r\n${data.join("\r\n")}\r\nretry: 1000\r\n\r\n`
}

/** The bytes of a text, cut at these places. */
export const cutAt = (text: string, places: ReadonlyArray<number>): ReadonlyArray<Uint8Array> => {
  const bytes = encoder.encode(text)
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b)
  return cuts.slice(1).map((to, at) => bytes.slice(cuts[at], to))
}

export const eachByte = (text: string): ReadonlyArray<Uint8Array> =>
  Array.from(encoder.encode(text), (byte) => Uint8Array.of(byte))

interface Refusal {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

const problem = (message: string, type: string, code: string | number | null = null) => ({
  error: { message, type, param: null, code },
})

/** How providers refuse, in their own words. `key` is what came with the request. */
export const refusals = (key: string): Readonly<Record<string, Refusal>> => ({
  "401": {
    status: 401,
    body: problem(`Incorrect API key provided: ${key}.`, "invalid_request_error", "invalid_api_key"),
  },
  "403": { status: 403, body: problem("Your key may not do this.", "permission_error") },
  "404": {
    status: 404,
    body: problem("The model `404` does not exist or you do not have access to it.", "x", "model_not_found"),
  },
  "404-ollama": {
    status: 404,
    body: { error: { message: "model '404-ollama' not found", type: "api_error" } },
  },
  "404-path": { status: 404, body: { detail: "Not Found" } },
  "429": {
    status: 429,
    headers: { "retry-after": "7" },
    body: problem("Rate limit reached.", "requests", "rate_limit_exceeded"),
  },
  "429-date": { status: 429, headers: { "retry-after": "Thu, 01 Jan 1970 00:01:30 GMT" }, body: {} },
  "429-reset": { status: 429, headers: { "x-ratelimit-reset-requests": "1m2s" }, body: {} },
  "429-words": { status: 429, body: problem("Please try again in 1.5s.", "tokens", "rate_limit_exceeded") },
  "429-silent": { status: 429, body: problem("Slow down.", "tokens") },
  quota: { status: 429, body: problem("You exceeded your current quota.", "x", "insufficient_quota") },
  "503": { status: 503, headers: { "retry-after": "3" }, body: problem("Overloaded.", "server_error") },
  "503-loading": {
    status: 503,
    body: { error: { code: 503, message: "Loading model", type: "unavailable_error" } },
  },
  "500": { status: 500, body: problem(`It broke while it used ${key}.`, "server_error") },
  "500-masked": {
    status: 500,
    body: problem(`It broke: ${key.slice(0, 8)}****${key.slice(-4)} ${"x".repeat(1_000)}`, "server_error"),
  },
  "500-empty": { status: 500, body: undefined },
  context: {
    status: 400,
    body: problem(
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
      "invalid_request_error",
      "context_length_exceeded",
    ),
  },
  "context-llamacpp": {
    status: 400,
    body: {
      error: {
        code: 400,
        message: "the request exceeds the available context size. try increasing the context size",
        type: "exceed_context_size_error",
        n_prompt_tokens: 1407,
        n_ctx: 256,
      },
    },
  },
  "context-llamacpp-later": {
    status: 500,
    body: problem("Context size has been exceeded.", "server_error", 500),
  },
  "context-vllm": {
    status: 400,
    body: {
      object: "error",
      message: "This model's maximum context length is 6048 tokens. However, you requested 6616 tokens.",
      type: "BadRequestError",
      code: 400,
    },
  },
  "context-vllm-prompt": {
    status: 400,
    body: problem(
      "The prompt (total length 25938) is too long to fit into the model (context length 4096).",
      "BadRequestError",
      400,
    ),
  },
  "context-lmstudio": {
    status: 400,
    body: {
      error:
        "Trying to keep the first 6547 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.",
    },
  },
  "context-lmstudio-keep": {
    status: 400,
    body: {
      error:
        "The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 13055>= n_ctx: 4096).",
    },
  },
  "context-ollama": { status: 400, body: problem("input length exceeds the context length", "api_error") },
  "context-anthropic": {
    status: 400,
    body: problem("prompt is too long: 200251 tokens > 200000 maximum", "x"),
  },
  "context-google": {
    status: 400,
    body: [
      {
        error: {
          code: 400,
          message: "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
          status: "INVALID_ARGUMENT",
        },
      },
    ],
  },
  "filtered-before": {
    status: 400,
    body: problem("The response was filtered.", "x", "content_filter"),
  },
  "not-found-lmstudio": {
    status: 400,
    body: { error: 'Invalid model identifier "x". No models are loaded.' },
  },
})
