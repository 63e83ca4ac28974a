import { expect, test } from "vitest"
import {
  ContextTooLong,
  ModelBlocked,
  ModelFailed,
  ModelUnauthorized,
  ModelUnreachable,
} from "../../src/domain/errors/AssistantErrors.ts"
import { adviceFor, runtimeAt } from "../../src/services/assistant/adviceFor.ts"
import { spaceOf } from "../../src/services/assistant/whyUnreachable.ts"

const pageOrigin = "https://chat.example.org"

const adviceAt = (url: string, error: Parameters<typeof adviceFor>[0]) =>
  adviceFor(error, { pageOrigin, url, runtime: runtimeAt(url) })

test.each([
  ["http://localhost:11434/v1", "ollama", `OLLAMA_ORIGINS=${pageOrigin}`],
  ["http://localhost:1234/v1", "lm-studio", "lms server start --cors"],
  ["http://localhost:8080/v1", "llama.cpp", `--cors-origins ${pageOrigin}`],
  ["http://localhost:8000/v1", "vllm", `--allowed-origins '["${pageOrigin}"]'`],
  ["http://localhost:1337/v1", "jan", undefined],
  ["https://models.example/v1", "other", `Access-Control-Allow-Origin: ${pageOrigin}`],
])("%s: it is told to let the page in", (url, runtime, setting) => {
  const advice = adviceAt(url, new ModelBlocked({ url, by: "cors" }))
  expect(advice?.runtime).toBe(runtime)
  expect(advice?.setting).toBe(setting)
  expect(advice?.text).toMatch(/^[A-Z].*\.$/)
})

test.each([
  ["http://localhost:11434/v1", "ollama serve"],
  ["http://192.168.1.20:11434/v1", "OLLAMA_HOST=0.0.0.0"],
  ["http://localhost:1234/v1", "lms server start"],
  ["http://localhost:8080/v1", "llama-server -m model.gguf --port 8080"],
  ["http://10.0.0.7:8000/v1", "--host 0.0.0.0"],
  ["https://api.openai.com/v1", undefined],
])("%s: what is not there is started", (url, setting) => {
  expect(adviceAt(url, new ModelUnreachable({ url }))?.setting).toBe(setting)
})

test("a key is found, an address completed, and nothing made up", () => {
  const openai = "https://api.openai.com/v1"
  expect(adviceAt(openai, new ModelUnauthorized())?.setting).toBe("https://platform.openai.com/api-keys")
  expect(adviceAt(pageOrigin, new ModelUnauthorized())?.text).toContain("sign in")
  const notFound = new ModelFailed({ status: 404, detail: "404 page not found" })
  expect(adviceAt("http://localhost:11434", notFound)?.setting).toBe("http://localhost:11434/v1")
  expect(adviceAt("http://localhost:11434/v1", notFound)?.setting).toBeUndefined()
  expect(adviceAt(openai, new ContextTooLong())).toBeUndefined()
})

test.each([
  ["http://localhost:1/v1", "loopback"],
  ["http://models.localhost/v1", "loopback"],
  ["http://127.1.2.3/v1", "loopback"],
  ["http://[::1]:11434/v1", "loopback"],
  ["http://192.168.1.1/v1", "local"],
  ["http://172.31.0.1/v1", "local"],
  ["http://172.32.0.1/v1", "public"],
  ["http://[fd00::1]/v1", "local"],
  ["http://nas.local/v1", "local"],
  ["https://localhost.example/v1", "public"],
  ["https://api.openai.com/v1", "public"],
])("%s is %s", (url, space) => {
  expect(spaceOf(url)).toBe(space)
})
