import { Clock, Effect, Mailbox, Option, Stream } from "effect"
import type { ImportId } from "../../domain/Ids.ts"
import {
  type ImportCounts,
  type ImportProgress,
  noCounts,
  type Skipped,
} from "../../domain/transfer/Import.ts"
import { othersTurn } from "../database/othersTurn.ts"
import { makeAnswers } from "../live/LiveQueries.ts"
import { firstPortion, nextPortion, type Pace } from "../sync/portion.ts"
import { type Arriving, type ArrivingRow, makeGathering } from "./gather.ts"
import { ImportLog } from "./ImportLog.ts"
import { ImportWriter } from "./ImportWriter.ts"
import { type NamedFile, readFile } from "./readFile.ts"

/** Lines of a report: more would make it a file of its own. */
const reported = 500

/** Milliseconds between two tellings of how far it is, and of what is new in the list. */
const tellEvery = 250

/** Of one transaction. Each has costs of its own, of which the index of the search has the most: few are faster. */
const pace: Pace = { aim: 60, most: 1_000 }

/** What came of it so far. */
const makeTally = () => {
  const counts: { -readonly [K in keyof ImportCounts]: number } = { ...noCounts }
  const skipped: Array<Skipped> = []
  const skip = (it: Skipped) => {
    counts.skipped += 1
    if (skipped.length < reported) skipped.push(it)
  }
  return {
    skip,
    skipped,
    counts: (): ImportCounts => ({ ...counts }),
    /** Of this import in all. */
    haveMessages: (messages: number) => {
      counts.messages = messages
    },
    /** Nothing more comes of the chat. */
    close: ({ added, chat, fate, file }: Arriving) => {
      counts.messages += added
      if (fate === "made") counts.added += 1
      else if (fate === "there" || fate === "unknown") counts[added > 0 ? "grown" : "known"] += 1
      else skip({ file, title: chat.title, reason: fate })
    },
  }
}

/** Brings chats of other applications here. */
export class Imports extends Effect.Service<Imports>()("openchat/Imports", {
  effect: Effect.gen(function* () {
    const log = yield* ImportLog
    const writer = yield* ImportWriter
    const one = yield* Effect.makeSemaphore(1)

    const write = (importId: ImportId, rows: ReadonlyArray<ArrivingRow>) => {
      const refuse = Effect.sync(() => {
        for (const { of } of rows) of.fate = "refused"
      })
      return Effect.catchTags(writer.write(importId, rows), {
        // of one chat alone
        InvalidInput: () => refuse,
        PayloadTooLarge: () => refuse,
        NotFound: () => refuse,
        EventRefused: () => refuse,
      })
    }

    /** What is wrong with one chat is that chat's alone. */
    const writeEach = Effect.fnUntraced(function* (importId: ImportId, rows: ReadonlyArray<ArrivingRow>) {
      for (const of of new Set(rows.map((row) => row.of))) {
        yield* write(
          importId,
          rows.filter((row) => row.of === of),
        )
      }
    })

    const writeAll = (importId: ImportId, rows: ReadonlyArray<ArrivingRow>) => {
      const apart = () => writeEach(importId, rows)
      return Effect.catchTags(writer.write(importId, rows), {
        InvalidInput: apart,
        PayloadTooLarge: apart,
        NotFound: apart,
        EventRefused: apart,
      })
    }

    const run = Effect.fn("Imports.run")(function* (
      importId: ImportId,
      files: ReadonlyArray<NamedFile>,
      tell: (progress: ImportProgress) => Effect.Effect<unknown>,
    ) {
      const total = files.reduce((bytes, { blob }) => bytes + blob.size, 0)
      const tally = makeTally()
      let before = 0
      let told = -tellEvery
      let portion = firstPortion

      const takeFile = Effect.fnUntraced(function* (file: NamedFile) {
        const gathering = makeGathering(file.name)
        let waiting: Array<ArrivingRow> = []
        const open = new Set<Arriving>()
        let read = 0

        const report = Effect.gen(function* () {
          const now = yield* Clock.currentTimeMillis
          if (now - told < tellEvery) return
          told = now
          yield* writer.tell
          yield* tell({ read: before + read, total, counts: tally.counts() })
        })

        /** Those of which nothing more comes. The rows of a chat follow each other. */
        const closeDone = (chats: Iterable<Arriving>) => {
          for (const of of chats) {
            if (!open.has(of) || waiting[0]?.of === of || gathering.isOpen(of)) continue
            open.delete(of)
            tally.close(of)
          }
        }

        const writeSome = Effect.gen(function* () {
          const some = waiting.slice(0, portion)
          waiting = waiting.slice(some.length)
          const started = performance.now()
          // a chat that was refused takes nothing more
          const wanted = some.filter(({ of }) => of.fate !== "refused")
          if (wanted.length > 0) yield* writeAll(importId, wanted)
          portion = nextPortion(some.length, performance.now() - started, pace)
          closeDone(new Set(some.map(({ of }) => of)))
          yield* report
          yield* othersTurn
        })

        const gathered = Effect.gen(function* () {
          const rows = gathering.rows()
          for (const { message, of } of rows) if (message === null) open.add(of)
          waiting = waiting.concat(rows)
          gathering.skipped().forEach(tally.skip)
          yield* writer.writePrompts(gathering.prompts())
        })

        const items = readFile(file, (bytes) => {
          read = bytes
        })
        yield* Effect.addFinalizer(() => Effect.promise(() => items.return(undefined)))
        let isWhole = true
        for (;;) {
          const result = yield* Effect.option(Effect.tryPromise(() => items.next()))
          isWhole = Option.isSome(result)
          if (Option.isNone(result) || result.value.done === true) break
          for (const found of result.value.value) {
            gathering.take(found, yield* Clock.currentTimeMillis)
            yield* gathered
            while (waiting.length >= portion) yield* writeSome
          }
          yield* report
        }
        gathering.end(yield* Clock.currentTimeMillis, isWhole)
        yield* gathered
        while (waiting.length > 0) yield* writeSome
        closeDone(open)
      }, Effect.scoped)

      yield* log.begin(
        importId,
        files.map(({ name }) => name),
      )
      const note = (endedAt: number | null) => log.note(importId, tally.counts(), tally.skipped, endedAt)
      yield* Effect.gen(function* () {
        for (const file of files) {
          yield* takeFile(file)
          before += file.blob.size
        }
        tally.haveMessages(yield* writer.messagesOf(importId))
        yield* note(yield* Clock.currentTimeMillis)
      }).pipe(
        Effect.ensuring(writer.tell),
        // what is in stays, and is said
        Effect.onExit((exit) => (exit._tag === "Success" ? Effect.void : Effect.ignore(note(null)))),
      )
      yield* tell({ read: total, total, counts: tally.counts() })
    })

    /** Ends when everything is read. Whoever stops listening stops it; what is in stays. */
    const start = (importId: ImportId, files: ReadonlyArray<NamedFile>) =>
      Stream.unwrapScoped(
        Effect.gen(function* () {
          const answers = yield* makeAnswers<ImportProgress, Effect.Effect.Error<ReturnType<typeof run>>>()
          const running = run(importId, files, (progress) => answers.offer(progress))
          yield* Effect.forkScoped(
            Effect.onExit(one.withPermits(1)(running), (exit) =>
              exit._tag === "Success" ? answers.end : answers.failCause(exit.cause),
            ),
          )
          return Mailbox.toStream(answers)
        }),
      )

    return { start } as const
  }),
}) {}
