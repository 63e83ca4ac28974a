import { Cause, Effect, Exit, identity, Option } from "effect"
import { Compaction } from "../../src/server/sync/Compaction.ts"
import { SharedTrash } from "../../src/services/sync/SharedTrash.ts"
import { SyncRounds } from "../../src/services/sync/SyncRounds.ts"
import { SyncState } from "../../src/services/sync/SyncState.ts"
import { copyOf } from "../support/disk.ts"
import { act, type Typed } from "./actions.ts"
import { type Device, makeDevice, makeServer, type Server, signIn, type World } from "./actors.ts"
import {
  decided,
  differences,
  honesty,
  inTrash,
  isQuiet,
  lostTexts,
  outboxEmpty,
  overlayShown,
  serverWholeness,
  wholeness,
} from "./checks.ts"
import { makeMemory } from "./memory.ts"
import { fair, makeNetwork, type Network, type Weather } from "./network.ts"
import { makeRandom, type Random } from "./random.ts"

export interface Options {
  readonly steps: number
  /** Whether the server is restored from a backup now and then; left to chance if absent. */
  readonly restores?: boolean
  /** Whether the trash is emptied on some device now and then; left to chance if absent. */
  readonly empties?: boolean
  /** What a person's texts are to everybody else. */
  readonly cipher?: (text: string) => string
  /** Breaks a rule on purpose, to see that it is noticed. */
  readonly tamper?: { readonly server?: Server["tamper"]; readonly device?: Device["tamper"] }
}

export interface Report {
  readonly seed: number
  readonly problems: ReadonlyArray<string>
  /** What happened, how often: a run in which nothing happens proves nothing. */
  readonly counts: Readonly<Record<string, number>>
  /** What the server made of every change, and what it logged, without a single text. */
  readonly decisions: ReadonlyArray<unknown>
}

const weatherOf = (random: Random): Weather => {
  const some = (most: number) => (random.chance(0.5) ? 0 : random.below(most) / 100)
  return { lost: some(30), unanswered: some(30), repeated: some(30), late: some(20), crash: some(10) }
}

const day = 86_400_000
const year = 365 * day
const retention = 90 * day

/** One exchange of a device with the server, as far as it comes. */
const exchange = (device: Device, network: Network, weather: Weather, writes: number) =>
  device.runUntil(
    writes,
    Effect.gen(function* () {
      const rounds = yield* SyncRounds
      const cloud = network.connection(weather)
      yield* rounds.greet(cloud)
      yield* rounds.round(cloud)
    }),
  )

/** The person is asked, and chooses to send what the server lost. */
const acceptServer = (device: Device) =>
  device.run(Effect.flatMap(SyncState, (state) => state.acceptServer(true)))

/** What makes a server forget events. */
const forgot = ["restore", "compaction"]

const tagOf = (error: unknown) =>
  typeof error === "object" && error !== null && "_tag" in error ? String(error._tag) : "Defect"

/** A random history from a seed, and whether S1 to S9 held. */
export const simulate = (seed: number, { cipher = identity, empties, restores, steps, tamper }: Options) =>
  Effect.gen(function* () {
    const random = makeRandom(seed)
    const world: World = { random, cipher, now: 1_800_000_000_000 }
    const server = yield* makeServer(world)
    server.tamper = tamper?.server ?? server.tamper
    const devices = yield* Effect.replicateEffect(makeDevice(world), random.between(2, 6))
    const network = makeNetwork(world, server)
    const weather = weatherOf(random)
    const hasRestores = random.chance(0.2) ? restores !== false : restores === true
    const problems: Array<string> = []
    const typed: Array<Typed> = []
    const memory = makeMemory()
    // chance of its own: what else happens is the same with it and without
    const aside = makeRandom(seed + 1_000_003)
    const hasEmptying = aside.chance(0.5) ? empties !== false : empties === true
    const counts: Record<string, number> = {}
    const counted = (what: string) => {
      counts[what] = (counts[what] ?? 0) + 1
    }

    for (const device of devices) {
      if (random.chance(0.3)) device.offset = random.between(-year, year)
      device.tamper = tamper?.device ?? device.tamper
      yield* signIn(world, device)
    }
    yield* server.run(Effect.void)
    let backup = copyOf(server.disk())

    const nameOf = (device: Device) => `device ${devices.indexOf(device)}`
    const power = () => (random.chance(0.05) ? random.below(60) : Number.POSITIVE_INFINITY)

    const sync = (device: Device, how: Weather) =>
      Effect.gen(function* () {
        const exit = yield* exchange(device, network, how, how === fair ? Number.POSITIVE_INFINITY : power())
        if (exit === null) return counted("device cut")
        problems.push(...(yield* overlayShown(device, nameOf(device))))
        if (exit._tag === "Success") return counted("synced")
        const tag = Option.match(Cause.failureOption(exit.cause), { onNone: () => "Defect", onSome: tagOf })
        counted(tag)
        if (tag === "EpochMismatch") {
          if (counts["restore"] === undefined)
            problems.push(`S9: ${nameOf(device)} was stopped without a reason`)
          yield* acceptServer(device)
        }
        if (tag === "Defect" || tag === "QueryFailed")
          problems.push(`${nameOf(device)}: ${String(exit.cause)}`)
      })

    /** The person sees what is in the trash, and some time later says yes. */
    const looked = new Map<Device, { readonly upTo: number; readonly shown: ReadonlyArray<string> }>()
    const look = (device: Device) =>
      Effect.gen(function* () {
        const { upTo } = yield* device.run(Effect.flatMap(SharedTrash, (it) => it.preview))
        looked.set(device, { upTo, shown: yield* device.run(inTrash) })
      })
    const empty = (device: Device) =>
      Effect.gen(function* () {
        const seen = looked.get(device)
        if (seen === undefined) return
        memory.givenUp(seen.shown)
        const exit = yield* device.runUntil(
          power(),
          Effect.flatMap(SharedTrash, (it) => it.emptyOver(network.connection(weather), seen.upTo)),
        )
        if (exit?._tag === "Success") counted("emptied")
        const error = exit === null ? Option.none() : Exit.causeOption(exit)
        if (Option.exists(error, Cause.isDie)) problems.push(`${nameOf(device)}: ${String(error)}`)
      })

    for (let step = 0; step < steps; step++) {
      memory.step()
      world.now += random.chance(0.02) ? random.below(3 * day) : random.below(60_000)
      const device = random.pick(devices)
      if (device === undefined) break
      const dice = random.below(100)
      if (dice < 55) {
        const done = yield* act(world, device, power())
        if (done.typed !== null) typed.push(memory.wrote(done.typed))
        if (done.deleted !== null) memory.deleted(done.deleted)
        if (done.restored !== null) memory.restored(done.restored)
        counted("change")
      } else if (dice < 88) yield* sync(device, weather)
      else if (dice < 92) yield* network.deliver
      else if (dice < 94) yield* device.cut
      else if (dice < 95) yield* server.cut
      else if (dice < 96) device.offset += random.between(-day, day)
      else if (dice < 97) {
        world.now += random.below(60 * day)
        yield* Effect.ignore(server.run(Effect.flatMap(Compaction, (it) => it.run(retention))))
        counted("compaction")
      } else if (dice < 98) backup = copyOf(server.disk())
      else if (dice < 99 && hasRestores) {
        yield* network.forget
        yield* server.replaceDisk(backup)
        counted("restore")
      } else {
        problems.push(...(yield* wholeness(device, nameOf(device))))
        problems.push(...(yield* overlayShown(device, nameOf(device))))
      }
      if (!hasEmptying) continue
      if (aside.chance(0.1)) yield* look(aside.pick(devices) ?? device)
      if (aside.chance(0.05)) yield* empty(aside.pick(Array.from(looked.keys())) ?? device)
    }

    // the quiet end: everything arrives, and everybody is asked again until nothing is new
    while (counts["delivered"] !== 20) {
      yield* network.deliver
      counted("delivered")
    }
    // asking what was lost and sending it again takes each of them up to three turns
    for (let round = 0; round < 6; round++) {
      for (const device of devices) yield* sync(device, fair)
      if (yield* isQuiet(server, devices)) break
    }

    problems.push(...(yield* serverWholeness(server)))
    for (const device of devices) {
      problems.push(...(yield* outboxEmpty(device, nameOf(device))))
      if (forgot.every((what) => counts[what] === undefined)) {
        problems.push(...(yield* honesty(server, device, nameOf(device))))
      }
      problems.push(...(yield* wholeness(device, nameOf(device))))
      problems.push(...(yield* differences(server, device, nameOf(device))))
    }
    // what a person deleted may be gone once the retention has passed, or the trash in which they saw it was emptied
    const owed = typed.filter((it) =>
      counts["compaction"] === undefined
        ? !memory.wasGivenUp(it.value) || memory.isInUse(it)
        : !memory.wasDeleted(it),
    )
    problems.push(...(yield* lostTexts(owed, typed, server, devices)))
    const decisions = yield* decided(server)
    for (const device of devices) yield* device.stop
    yield* server.stop
    const report: Report = { seed, problems: Array.from(new Set(problems)), counts, decisions }
    return report
    // nobody looks at its spans
  }).pipe(Effect.withTracerEnabled(false))
