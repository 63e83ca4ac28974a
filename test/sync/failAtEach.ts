import { assert } from "@effect/vitest"
import { Cause, Effect, Exit, Option, Schema } from "effect"
import { AppError } from "../../src/domain/errors/AppError.ts"
import { StorageError } from "../../src/domain/errors/StorageErrors.ts"
import { Integrity } from "../../src/services/debug/Integrity.ts"
import type { Device, Server } from "../simulation/actors.ts"
import { serverWholeness } from "../simulation/checks.ts"
import type { Fault } from "../support/DiskVfs.ts"
import { dump } from "../support/tables.ts"

/** https://sqlite.org/rescode.html: an error of the disk, a full one, one that is busy, no memory, a failed flush. */
const codes = { step: [10, 13, 5, 7], write: [10, 13, 1_034] } as const

const isStorageError = Schema.is(StorageError)
const isAppError = Schema.is(AppError)

const deviceIsWhole = (device: Device) =>
  Effect.gen(function* () {
    const { problems } = yield* device.run(Effect.flatMap(Integrity, (it) => it.check))
    assert.deepStrictEqual(problems, [])
  })

const serverIsWhole = (server: Server) =>
  Effect.gen(function* () {
    assert.deepStrictEqual(yield* serverWholeness(server), [])
  })

/**
 * Lets it fail at its first step, then at its second, and so on until it needs none any more and succeeds. Each time
 * the error is typed and the database whole; and as it was before, if all is written at once.
 *
 * @returns how often it failed
 */
const failAtEach = <E>(how: {
  readonly at: Fault["at"]
  readonly disk: Device["disk"]
  readonly write: Effect.Effect<unknown, E>
  readonly isTyped: (error: unknown) => boolean
  /** Every row of every table. */
  readonly rows: Effect.Effect<unknown, unknown>
  /** Whether what was written before the fault may stay, as of an exchange, which goes on from there. */
  readonly inParts: boolean
  /** Whether somebody reads beside it, and may be the one who meets the fault. */
  readonly hasReaders: boolean
  readonly isWhole: Effect.Effect<void, unknown>
}) =>
  Effect.gen(function* () {
    const { at, disk, hasReaders, inParts, isTyped, isWhole, rows, write } = how
    const all = codes[at]
    // opens it, which is not what is looked at
    yield* isWhole
    for (let failed = 0; ; failed++) {
      const before = inParts ? null : yield* rows
      disk().fault = { at, left: failed, code: all[failed % all.length] ?? 10 }
      const exit = yield* Effect.exit(write)
      const wasMet = disk().fault === undefined
      disk().fault = undefined
      if (!wasMet) {
        if (Exit.isFailure(exit)) return assert.fail(Cause.pretty(exit.cause))
        yield* isWhole
        return failed
      }
      if (Exit.isSuccess(exit)) {
        assert.isTrue(hasReaders, `it succeeded although step ${failed} failed`)
        yield* isWhole
        return failed
      }
      const error = Option.getOrUndefined(Cause.failureOption(exit.cause))
      assert.isTrue(isTyped(error), Cause.pretty(exit.cause))
      if (!inParts) assert.deepStrictEqual(yield* rows, before)
      yield* isWhole
    }
  })

export const onDevice = <E>(
  device: Device,
  at: Fault["at"],
  write: Effect.Effect<unknown, E>,
  inParts = false,
) =>
  failAtEach({
    at,
    disk: device.disk,
    write,
    isTyped: isStorageError,
    rows: device.run(dump),
    inParts,
    // whoever shows how sync goes
    hasReaders: inParts,
    isWhole: deviceIsWhole(device),
  })

/** The server's part of an exchange, or what it does by itself. */
export const onServer = <E>(server: Server, at: Fault["at"], write: Effect.Effect<unknown, E>) =>
  failAtEach({
    at,
    disk: server.disk,
    write,
    isTyped: isAppError,
    rows: server.run(dump),
    inParts: true,
    hasReaders: false,
    isWhole: serverIsWhole(server),
  })
