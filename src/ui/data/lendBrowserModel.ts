import type { BrowserJob } from "../../domain/rpc/BrowserModelRpcs.ts"
import { follow, perform } from "../client/runtime.ts"

/** What is used of the model that is built into a browser: https://github.com/webmachinelearning/prompt-api */
interface LanguageModelSession {
  readonly promptStreaming: (
    text: string,
    options: { readonly signal: AbortSignal },
  ) => ReadableStream<string>
  readonly destroy: () => void
}
interface LanguageModelFactory {
  readonly availability: () => Promise<string>
  readonly create: (options: {
    readonly initialPrompts: ReadonlyArray<BrowserJob["turns"][number]>
    readonly signal: AbortSignal
  }) => Promise<LanguageModelSession>
}

declare global {
  var LanguageModel: LanguageModelFactory | undefined
}

/** Whether this browser has a model of its own, or could fetch one. */
export const hasBrowserModel = async (): Promise<boolean> =>
  globalThis.LanguageModel !== undefined && (await globalThis.LanguageModel.availability()) !== "unavailable"

const deliver = (id: number, text: string) =>
  new Promise<boolean>((resolve) => {
    perform((client) => client.browserModel.deliver({ id, text }), {
      success: resolve,
      failure: () => resolve(false),
    })
  })

const answer = async (model: LanguageModelFactory, { id, turns }: BrowserJob) => {
  const over = new AbortController()
  const { signal } = over
  const session = await model.create({ initialPrompts: turns.slice(0, -1), signal })
  try {
    const reader = session.promptStreaming(turns.at(-1)?.content ?? "", { signal }).getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      if (await deliver(id, value)) continue
      over.abort()
      return
    }
  } finally {
    session.destroy()
  }
}

/** Answers for the worker, which may not ask the model itself, for as long as this page is open. */
export const lendBrowserModel = async (): Promise<void> => {
  const model = globalThis.LanguageModel
  if (model === undefined || !(await hasBrowserModel())) return
  follow(
    (client) => client.browserModel.jobs(undefined, { asMailbox: true }),
    (job) => {
      const end = (outcome: "complete" | "too-long" | "failed", detail: string) =>
        perform((client) => client.browserModel.end({ id: job.id, outcome, detail }))
      answer(model, job).then(
        () => end("complete", ""),
        (error: unknown) => {
          const tooLong = error instanceof DOMException && error.name === "QuotaExceededError"
          end(tooLong ? "too-long" : "failed", error instanceof Error ? error.message.slice(0, 300) : "")
        },
      )
    },
  )
}
