import { Effect, Stream } from "effect"
import { Offline } from "../../src/domain/errors/SyncErrors.ts"
import { inProcess } from "../../src/server/sync/inProcess.ts"
import type { CloudConnection, CloudError } from "../../src/services/sync/CloudApi.ts"
import { type Server, user, type World } from "./actors.ts"

/** How likely each fault is, from 0 to 1. */
export interface Weather {
  readonly lost: number
  readonly unanswered: number
  readonly repeated: number
  readonly late: number
  /** The server loses its power while it works on the call. */
  readonly crash: number
}

export const fair: Weather = { lost: 0, unanswered: 0, repeated: 0, late: 0, crash: 0 }

const offline = (detail: string) => new Offline({ detail })

/** Calls that are on their way for long, and reach the server whenever the network lets them. */
export const makeNetwork = (world: World, server: Server) => {
  const underway: Array<Effect.Effect<unknown>> = []
  const { random } = world

  const connection = (weather: Weather): CloudConnection => {
    const call = <A>(
      ask: (cloud: CloudConnection) => Effect.Effect<A, CloudError>,
    ): Effect.Effect<A, CloudError> => {
      const arrive = Effect.flatMap(server.run(inProcess(user)), (cloud) => server.run(ask(cloud)))
      return Effect.gen(function* () {
        if (random.chance(weather.lost)) return yield* offline("lost")
        if (random.chance(weather.late)) {
          underway.push(Effect.exit(arrive))
          return yield* offline("late")
        }
        if (random.chance(weather.repeated)) yield* Effect.exit(arrive)
        if (random.chance(weather.crash)) {
          const ended = yield* server.runUntil(
            random.below(40),
            Effect.flatMap(inProcess(user), (cloud) => ask(cloud)),
          )
          return ended === null ? yield* offline("the server went down") : yield* ended
        }
        const answer = yield* arrive
        return random.chance(weather.unanswered) ? yield* offline("unanswered") : answer
      })
    }
    return {
      hello: (hello) => call((it) => it.hello(hello)),
      push: (push) => call((it) => it.push(push)),
      pull: (pull) => call((it) => it.pull(pull)),
      snapshot: (request) => call((it) => it.snapshot(request)),
      watch: () => Stream.never,
      devices: call((it) => it.devices),
      emptyTrash: (request) => call((it) => it.emptyTrash(request)),
      revokeDevice: (deviceId) => call((it) => it.revokeDevice(deviceId)),
    }
  }

  /** Some call that was on its way for long arrives now. */
  const deliver = Effect.suspend(() => {
    const [arriving] = underway.splice(random.below(Math.max(1, underway.length)), 1)
    return arriving === undefined ? Effect.void : Effect.asVoid(arriving)
  })

  const forget = Effect.sync(() => {
    underway.length = 0
  })

  return { connection, deliver, forget } as const
}
export type Network = ReturnType<typeof makeNetwork>
