import type { Advice, Runtime } from "../../domain/assistant/ConnectionStep.ts"
import type { AssistantError, ModelBlocked } from "../../domain/errors/AssistantErrors.ts"
import { spaceOf } from "./whyUnreachable.ts"

/** Where the page is, and what it tried to reach. */
export interface Tried {
  readonly pageOrigin: string
  /** Up to `/v1`. */
  readonly url: string
  /** What is there, see `runtimeAt`. */
  readonly runtime: Runtime
}

type Words = Pick<Advice, "text" | "setting">

/** The port that each takes if nobody says otherwise. */
const ports: Readonly<Record<string, Runtime>> = {
  "11434": "ollama",
  "1234": "lm-studio",
  "8080": "llama.cpp",
  "8000": "vllm",
  "1337": "jan",
}

/** What is probably there: what cannot be reached says nothing of itself. */
export const runtimeAt = (url: string): Runtime => {
  const { hostname, port } = new URL(url)
  if (hostname === "api.openai.com") return "openai"
  return ports[port] ?? "other"
}

/** How each is told to let a page of another origin read its answers. */
const allowPage = (runtime: Runtime, origin: string): Words => {
  switch (runtime) {
    // https://docs.ollama.com/faq
    case "ollama":
      return {
        text: "Set this variable for Ollama, then start Ollama anew.",
        setting: `OLLAMA_ORIGINS=${origin}`,
      }
    // https://lmstudio.ai/docs/cli/server-start
    case "lm-studio":
      return {
        text: "Switch on “Enable CORS” in the server settings of LM Studio, or start its server like this.",
        setting: "lms server start --cors",
      }
    // https://github.com/ggml-org/llama.cpp/pull/25655; it takes one origin only
    case "llama.cpp":
      return { text: "Start llama-server with this option.", setting: `--cors-origins ${origin}` }
    // https://docs.vllm.ai/en/latest/cli/serve
    case "vllm":
      return { text: "Start vLLM with this option.", setting: `--allowed-origins '["${origin}"]'` }
    // https://jan.ai/docs/local-api
    case "jan":
      return {
        text: "Switch on “Cross-Origin Resource Sharing (CORS)” in Jan under Settings, Local API Server, and start the server there anew.",
      }
    case "openai":
    case "other":
      return {
        text: "Have it send this header, or let your OpenChat server ask it in place of the page.",
        setting: `Access-Control-Allow-Origin: ${origin}`,
      }
  }
}

/** How each is started. */
const start = (runtime: Runtime): Words => {
  switch (runtime) {
    case "ollama":
      return { text: "Start Ollama.", setting: "ollama serve" }
    case "lm-studio":
      return { text: "Start the server of LM Studio.", setting: "lms server start" }
    case "llama.cpp":
      return { text: "Start llama-server with a model.", setting: "llama-server -m model.gguf --port 8080" }
    case "vllm":
      return { text: "Start vLLM with a model.", setting: "vllm serve" }
    case "jan":
      return { text: "Start the server in Jan under Settings, Local API Server." }
    case "openai":
      return { text: "Look whether this device is online." }
    case "other":
      return { text: "Look whether it runs, and whether the address and its port are right." }
  }
}

/** By default most answer the machine alone that they run on. */
const listen = (runtime: Runtime): Words => {
  switch (runtime) {
    case "ollama":
      return { text: "Let Ollama answer other machines, then start it anew.", setting: "OLLAMA_HOST=0.0.0.0" }
    case "lm-studio":
      return { text: "Switch on “Serve on Local Network” in the server settings of LM Studio." }
    case "llama.cpp":
    case "vllm":
      return {
        text: "Start it with this option, so that it answers other machines.",
        setting: "--host 0.0.0.0",
      }
    case "jan":
      return { text: "Choose 0.0.0.0 as “Server Host” in Jan under Settings, Local API Server." }
    case "openai":
    case "other":
      return start(runtime)
  }
}

const blocked = ({ by }: ModelBlocked, { pageOrigin, runtime, url }: Tried): Words => {
  switch (by) {
    case "cors":
      return allowPage(runtime, pageOrigin)
    case "local-network":
      return {
        text:
          spaceOf(url) === "loopback"
            ? "Allow this page to reach apps on this device: the sign beside the address in the browser, then its site settings."
            : "Allow this page to reach devices in your network: the sign beside the address in the browser, then its site settings.",
      }
    case "mixed-content":
      return {
        text: "Give it an address with https, or have your OpenChat server ask it, which needs this setting.",
        setting: `OPENCHAT_MODEL_URL=${url}`,
      }
  }
}

/** Where each has its key. */
const findKey = (runtime: Runtime): Words => {
  switch (runtime) {
    case "openai":
      return { text: "Make a key there and enter it.", setting: "https://platform.openai.com/api-keys" }
    case "lm-studio":
      return {
        text: "Enter a token of LM Studio, or switch off “Require Authentication” in its server settings.",
      }
    case "llama.cpp":
    case "vllm":
      return { text: "Enter the key that it was started with.", setting: "--api-key" }
    case "jan":
      return { text: "Enter the API Key that Jan shows under Settings, Local API Server." }
    case "ollama":
    case "other":
      return { text: "Enter the key that the provider gave you." }
  }
}

/** How each gets a model. */
export const getModel = (runtime: Runtime): Words => {
  switch (runtime) {
    case "ollama":
      return { text: "Download a model.", setting: "ollama pull llama3.2" }
    case "lm-studio":
      return { text: "Download a model in LM Studio and load it.", setting: "lms load" }
    case "llama.cpp":
    case "vllm":
      return { text: "Start it with a model." }
    case "jan":
      return { text: "Download a model in Jan." }
    case "openai":
    case "other":
      return { text: "Choose one of the models that the provider lists, or ask it for one." }
  }
}

/** Nearly all have their API under `/v1`, and answer anything else with 404. */
const otherPath = (url: string): Words =>
  /\/v\d+\w*$/.test(url)
    ? { text: "The address is not that of an API of this kind: look it up at the provider." }
    : { text: "The address should probably end like this.", setting: `${url}/v1` }

const wordsFor = (error: AssistantError, tried: Tried): Words | undefined => {
  const { runtime } = tried
  switch (error._tag) {
    case "ModelUnreachable":
      return spaceOf(tried.url) === "local" ? listen(runtime) : start(runtime)
    case "ModelBlocked":
      return blocked(error, tried)
    case "ModelUnauthorized":
      // the page's own server has the key, and wants to know who asks
      return tried.url === tried.pageOrigin
        ? { text: "The model of this server is for people with an account: sign in under Settings, Account." }
        : findKey(runtime)
    case "ModelUnknown":
      return getModel(runtime)
    case "ModelBusy":
      return { text: "Check it again after that time." }
    case "ModelFailed":
      return error.status === 404 || error.detail.includes("a web page") ? otherPath(tried.url) : undefined
    case "NoModel":
      return { text: "Whoever runs the server has to name a model for it.", setting: "OPENCHAT_MODEL_URL" }
    case "ContextTooLong":
    case "ReplyCutOff":
    case "ReplyFiltered":
      return undefined
  }
}

/** The exact setting that cures an error, as far as it is known. */
export const adviceFor = (error: AssistantError, tried: Tried): Advice | undefined => {
  const words = wordsFor(error, tried)
  return words === undefined ? undefined : { runtime: tried.runtime, ...words }
}
