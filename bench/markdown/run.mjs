/** `npm run bench:markdown`: what each flush of an answer that is being written takes on the page, in Chromium. */
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import icons from "unplugin-icons/vite"
import { build, preview } from "vite"
import solid from "vite-plugin-solid"
import { launch, makeProfile, removeProfiles } from "../lib/browser.mjs"

const root = fileURLToPath(new URL(".", import.meta.url))

const section = (at) => `## Section ${at}

A paragraph with **bold words**, _some emphasis_, \`code\` and a [link](https://example.org/${at}). It goes on for a while,
as answers do, and explains what the next block of code is about.

- first point of ${at}
- second point, with a nested list
  - one
  - two

\`\`\`ts
export const section${at} = (value: number): string => {
  // what it answers
  return value > ${at} ? \`more than \${value}\` : "less"
}
\`\`\`

| Name | Value |
| ---- | ----: |
| a    | ${at} |

`
const sections = (length) => {
  let text = ""
  for (let at = 1; text.length < length; at++) text += section(at)
  return text.slice(0, length)
}

const lines = (length, line) =>
  Array.from({ length: Math.ceil(length / line(0).length) }, (_, at) => line(at)).join("")

const texts = {
  "answer of 8,000 characters": sections(8_000),
  "answer of 100,000": sections(100_000),
  "one block of code of 40,000": `\`\`\`ts\n${lines(40_000, (at) => `const value${at} = compute(${at}, "text") // ${at}\n`)}\`\`\`\n`,
  "one list of 40,000": lines(40_000, (at) => `- point ${at} with **bold** words and \`code\`\n`),
}

const quantile = (values, share) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

const outDir = await mkdtemp(join(tmpdir(), "openchat-bench-markdown-"))
await build({
  configFile: false,
  logLevel: "error",
  root,
  plugins: [solid(), icons({ compiler: "solid" })],
  worker: { format: "es" },
  build: { target: "es2023", outDir, emptyOutDir: true },
})
const server = await preview({
  configFile: false,
  logLevel: "warn",
  root,
  build: { outDir },
  preview: { host: "127.0.0.1", port: Number(process.env.PORT ?? 4801) },
})
const context = await launch(await makeProfile())
try {
  const page = await context.newPage()
  page.on("pageerror", (error) => console.error("page:", error.message))
  await page.goto(server.resolvedUrls.local[0])
  // code that has run before, and a worker that is there
  await page.evaluate((it) => window.stream(it), texts["answer of 8,000 characters"])
  console.log("text | flushes | p50, ms | p95, ms | longest flush, ms | tasks over 50 ms | longest task, ms")
  for (const [name, text] of Object.entries(texts)) {
    const { flushes, longTasks } = await page.evaluate((it) => window.stream(it), text)
    const times = [0.5, 0.95, 1].map((share) => quantile(flushes, share).toFixed(1)).join(" | ")
    const longest = longTasks.length === 0 ? "none" : Math.max(...longTasks).toFixed(0)
    console.log(`${name} | ${flushes.length} | ${times} | ${longTasks.length} | ${longest}`)
  }
} finally {
  await context.close()
  await server.close()
  await rm(outDir, { recursive: true, force: true })
  await removeProfiles()
}
