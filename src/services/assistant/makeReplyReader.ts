import { Headers } from "@effect/platform"
import { Chunk, Option, Schema, Take } from "effect"
import {
  type AssistantError,
  ModelFailed,
  ReplyCutOff,
  ReplyFiltered,
} from "../../domain/errors/AssistantErrors.ts"
import type { Delta } from "./Assistant.ts"
import { Completion, type Said } from "./Completion.ts"
import { type Asked, failureOf } from "./failureOf.ts"
import { makeCleaner } from "./makeCleaner.ts"
import { problemOf } from "./Problem.ts"
import { makeEventReader, maxEventSize } from "./serverSentEvents.ts"

type Taken = Take.Take<Delta, AssistantError>

/** Reads the bytes of one reply. What it takes of them ends, or fails, where the reply does. */
export interface ReplyReader {
  readonly feed: (bytes: Uint8Array, now: number) => ReadonlyArray<Taken>
  /** After the last byte. */
  readonly end: (now: number) => ReadonlyArray<Taken>
  /** `text`: something of it has come. `finished`: the model said that it had finished. */
  readonly state: () => "waiting" | "text" | "finished"
}

const decodeCompletion = Schema.decodeUnknownOption(Completion)
const decodeJson = Schema.decodeUnknownOption(Schema.parseJson())

const misunderstood = "it answered something that is no reply"

/** How a reply ended whose model gave this reason: https://platform.openai.com/docs/api-reference/chat/object */
const endOf = (reason: string): Taken => {
  switch (reason) {
    case "length":
      return Take.fail(new ReplyCutOff({ reason: "length" }))
    case "content_filter":
      return Take.fail(new ReplyFiltered())
    // vLLM and OpenRouter
    case "abort":
      return Take.fail(new ReplyCutOff({ reason: "connection" }))
    case "error":
      return Take.fail(new ModelFailed({ status: null, detail: "it ended the reply with an error" }))
    // "stop", and all else that somebody may call it
    default:
      return Take.end
  }
}

/** Of one kind of text. */
const makeVoice = (kind: Delta["kind"]) => {
  const { clean, end } = makeCleaner()
  const deltas = (text: string): ReadonlyArray<Delta> => (text === "" ? [] : [{ kind, text }])
  return { say: (text: string) => deltas(clean(text)), end: () => deltas(end()) }
}

/** Makes deltas of what is said, and keeps what the last of them held back. */
const makeVoices = () => {
  const text = makeVoice("text")
  const thinking = makeVoice("thinking")
  return {
    say: ({ content, reasoning, reasoning_content }: Said): ReadonlyArray<Delta> => [
      ...thinking.say(reasoning_content ?? reasoning ?? ""),
      ...text.say(content ?? ""),
    ],
    end: () => [...thinking.end(), ...text.end()],
  }
}

/** What an answer says that did not come as a stream. */
export const readWhole = (text: string): ReadonlyArray<Taken> | undefined => {
  const completion = Option.flatMap(decodeJson(text), decodeCompletion)
  const [choice] = Option.isSome(completion) ? completion.value.choices : []
  if (choice?.message == null) return undefined
  const voices = makeVoices()
  const deltas = [...voices.say(choice.message), ...voices.end()]
  return [Take.chunk(Chunk.fromIterable(deltas)), endOf(choice.finish_reason ?? "stop")]
}

/** Reads a stream of events, however its bytes were cut. */
export const makeReplyReader = (asked: Asked): ReplyReader => {
  const events = makeEventReader()
  const voices = makeVoices()
  let heard = false
  let finished: string | undefined
  /** What came and could not be understood, if nothing else came before it. */
  let nonsense = false

  const last = (...takes: ReadonlyArray<Taken>): ReadonlyArray<Taken> => {
    const rest = voices.end()
    return rest.length === 0 ? takes : [Take.chunk(Chunk.fromIterable(rest)), ...takes]
  }

  const failed = (detail: string) => last(Take.fail(new ModelFailed({ status: null, detail })))

  /** The deltas of an event are put into `deltas`; how the reply ends with it is returned. */
  const readEvent = (data: string, now: number, deltas: Array<Delta>): ReadonlyArray<Taken> => {
    if (data.trim() === "[DONE]") return last(endOf(finished ?? "stop"))
    const json = decodeJson(data)
    if (Option.isNone(json)) return failed(misunderstood)
    const problem = problemOf(json.value)
    if (problem !== undefined) {
      return last(Take.fail(failureOf(problem, { ...asked, status: null, headers: Headers.empty, now })))
    }
    const completion = decodeCompletion(json.value)
    if (Option.isNone(completion)) return failed(misunderstood)
    const [choice] = completion.value.choices
    const said = choice?.delta == null ? [] : voices.say(choice.delta)
    for (const delta of said) deltas.push(delta)
    // some send an empty one until they have one
    if (choice?.finish_reason) finished = choice.finish_reason
    return []
  }

  const readAll = (datas: ReadonlyArray<string>, now: number): ReadonlyArray<Taken> => {
    const deltas: Array<Delta> = []
    let end: ReadonlyArray<Taken> = []
    for (const data of datas) {
      end = readEvent(data, now, deltas)
      if (end.length > 0) break
    }
    if (end.length === 0 && events.isTooLarge()) {
      end = failed(`it sent more than ${maxEventSize / 1_048_576} MiB at once`)
    }
    heard ||= deltas.length > 0
    return deltas.length === 0 ? end : [Take.chunk(Chunk.unsafeFromArray(deltas)), ...end]
  }

  return {
    feed: (bytes, now) => {
      const datas = events.feed(bytes)
      nonsense = datas.length === 0 && (nonsense || (!heard && bytes.length > 0))
      return readAll(datas, now)
    },
    end: (now) => {
      const datas = finished === undefined ? events.end() : []
      // an event that broke off in its middle is no nonsense
      const whole = datas.filter((data) => data.trim() === "[DONE]" || Option.isSome(decodeJson(data)))
      const takes = readAll(whole, now)
      const isOver = takes.some((take) => Take.isDone(take) || Take.isFailure(take))
      if (isOver) return takes
      if (finished !== undefined) return [...takes, ...last(endOf(finished))]
      if (nonsense && takes.length === 0 && datas.length === 0) return failed(misunderstood)
      return [...takes, ...last(Take.fail(new ReplyCutOff({ reason: "connection" })))]
    },
    state: () => (finished !== undefined ? "finished" : heard ? "text" : "waiting"),
  }
}
