import { Clock, Effect, Either, Mailbox, Option, Predicate, Schema, Stream } from "effect"
import type { ImportId } from "../../domain/Ids.ts"
import {
  type ImportCounts,
  type ImportProgress,
  noCounts,
  type Skipped,
  type SkipReason,
} from "../../domain/transfer/Import.ts"
import { makeAnswers } from "../live/LiveQueries.ts"
import { othersTurn } from "../database/othersTurn.ts"
import { firstPortion, nextPortion } from "../sync/portion.ts"
import { formatOf } from "./formats.ts"
import { ImportLog } from "./ImportLog.ts"
import { type Arriving, type ArrivingRow, ImportWriter } from "./ImportWriter.ts"
import { type Found, type NamedFile, readFile } from "./readFile.ts"
import { tidyChat } from "./tidyChat.ts"

/** Lines of a report: more would make it a file of its own. */
const reported = 500

/** Milliseconds between two tellings of how far it is. */
const tellEvery = 100

const parse = Schema.decodeUnknownOption(Schema.parseJson(Schema.Unknown))

const titleOf = (item: unknown): string | null =>
  Predicate.isRecord(item) && typeof item["title"] === "string" ? item["title"].slice(0, 200) : null

/** Brings chats of other applications here. */
export class Imports extends Effect.Service<Imports>()("openchat/Imports", {
  effect: Effect.gen(function* () {
    const log = yield* ImportLog
    const writer = yield* ImportWriter
    const one = yield* Effect.makeSemaphore(1)

    const run = Effect.fn("Imports.run")(function* (
      importId: ImportId,
      files: ReadonlyArray<NamedFile>,
      tell: (progress: ImportProgress) => Effect.Effect<unknown>,
    ) {
      const total = files.reduce((bytes, { blob }) => bytes + blob.size, 0)
      const counts = { ...noCounts } satisfies { -readonly [K in keyof ImportCounts]: number }
      const skipped: Array<Skipped> = []
      let before = 0
      let read = 0
      let told = -tellEvery
      let portion = firstPortion
      let waiting: Array<ArrivingRow> = []
      let open: Array<Arriving> = []

      const skip = (file: string, title: string | null, reason: SkipReason) => {
        counts.skipped += 1
        if (skipped.length < reported) skipped.push({ file, title, reason })
      }

      const report = Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        if (now - told < tellEvery) return
        told = now
        yield* tell({ read: before + read, total, counts: { ...counts } })
      })

      /** What became of the chats of which every row was written. */
      const close = (done: ReadonlyArray<Arriving>) => {
        for (const { added, chat, fate, file } of done) {
          counts.messages += added
          if (fate === "made") counts.added += 1
          else if (fate === "there" || fate === "unknown") counts[added > 0 ? "grown" : "known"] += 1
          else skip(file, chat.title, fate)
        }
      }

      const writeSome = Effect.gen(function* () {
        const some = waiting.slice(0, portion)
        const started = performance.now()
        yield* writer.write(importId, some)
        portion = nextPortion(some.length, performance.now() - started)
        waiting = waiting.slice(some.length)
        const pending = new Set(waiting.map(({ of }) => of))
        close(open.filter((it) => !pending.has(it)))
        open = open.filter((it) => pending.has(it))
        yield* report
        yield* othersTurn
      })

      const take = (
        file: string,
        item: unknown,
        format: NonNullable<ReturnType<typeof formatOf>>,
        now: number,
      ) => {
        const read = Either.flatMap(format.chatIn(item), (chat) => tidyChat(chat, now))
        if (Either.isLeft(read)) return skip(file, titleOf(item), read.left)
        const { messages, ...chat } = read.right
        const of: Arriving = { file, chat, id: undefined, space: [], fate: "unknown", added: 0 }
        open.push(of)
        waiting.push({ of, message: null }, ...messages.map((message) => ({ of, message })))
      }

      const takeFile = Effect.fnUntraced(function* (file: NamedFile) {
        const known = new Set<string>()
        const strange = new Map<string, Array<Skipped>>()
        const strangeIn = (name: string, it: Skipped) => {
          const list = strange.get(name) ?? []
          strange.set(name, list)
          if (list.length < reported) list.push(it)
        }
        const items = readFile(file, (bytes) => {
          read = bytes
        })
        const next = Effect.tryPromise(() => items.next())
        yield* Effect.addFinalizer(() => Effect.promise(() => items.return(undefined)))
        for (;;) {
          const result = yield* Effect.option(next)
          if (Option.isNone(result)) {
            skip(file.name, null, "unreadable")
            break
          }
          if (result.value.done === true) break
          for (const found of result.value.value) {
            yield* takeItem(found)
            while (waiting.length >= portion) yield* writeSome
          }
          yield* report
        }
        const ofChats = [...strange].filter(([name]) => known.has(name))
        for (const [, list] of ofChats) for (const it of list) skip(it.file, it.title, it.reason)
        // an archive has files that are no chats
        if (known.size === 0) skip(file.name, null, "unknown-format")

        function takeItem({ file: name, item }: Found) {
          return Effect.gen(function* () {
            if (item._tag !== "Text") {
              const reason = item._tag === "CutOff" ? "cut-off" : "too-large"
              return strangeIn(name, { file: name, title: null, reason })
            }
            const value = parse(item.text)
            const format = Option.isSome(value) ? formatOf(value.value) : undefined
            if (format === undefined || Option.isNone(value)) {
              return strangeIn(name, {
                file: name,
                title: titleOf(Option.getOrNull(value)),
                reason: "broken",
              })
            }
            known.add(name)
            take(name, value.value, format, yield* Clock.currentTimeMillis)
          })
        }
      }, Effect.scoped)

      yield* log.begin(
        importId,
        files.map(({ name }) => name),
        counts,
      )
      const note = (endedAt: number | null) => log.note(importId, counts, skipped, endedAt)
      yield* Effect.gen(function* () {
        for (const file of files) {
          yield* takeFile(file)
          before += file.blob.size
          read = 0
        }
        while (waiting.length > 0) yield* writeSome
        yield* note(yield* Clock.currentTimeMillis)
      }).pipe(
        // what is in stays, and is said
        Effect.onExit((exit) => (exit._tag === "Success" ? Effect.void : Effect.ignore(note(null)))),
      )
      yield* tell({ read: total, total, counts: { ...counts } })
    })

    /** Ends when everything is read. Whoever stops listening stops it; what is in stays. */
    const start = (importId: ImportId, files: ReadonlyArray<NamedFile>) =>
      Stream.unwrapScoped(
        Effect.gen(function* () {
          const answers = yield* makeAnswers<ImportProgress, Effect.Effect.Error<ReturnType<typeof run>>>()
          yield* Effect.forkScoped(
            one
              .withPermits(1)(run(importId, files, (progress) => answers.offer(progress)))
              .pipe(
                Effect.onExit((exit) =>
                  exit._tag === "Success" ? answers.end : answers.failCause(exit.cause),
                ),
              ),
          )
          return Mailbox.toStream(answers)
        }),
      )

    return { start, list: log.list } as const
  }),
}) {}
