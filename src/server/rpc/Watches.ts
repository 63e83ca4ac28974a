import { Effect, Schedule, Stream } from "effect"
import { NeedsAuth } from "../../domain/errors/SyncErrors.ts"
import type { DeviceId, UserId } from "../../domain/Ids.ts"
import { Accounts, type Credentials } from "../accounts/Accounts.ts"
import { Pokes } from "../sync/Pokes.ts"
import { Registrations } from "../sync/Registrations.ts"
import { withServerErrors } from "../sync/serverErrorOf.ts"
import { Spaces } from "../sync/Spaces.ts"

/** How long a poke that got lost on its way, or a session that ended, can go unnoticed. */
const betweenLooks = "30 seconds"

/** What a device is told while it is connected. */
export class Watches extends Effect.Service<Watches>()("openchat/server/Watches", {
  effect: Effect.gen(function* () {
    const accounts = yield* Accounts
    const pokes = yield* Pokes
    const registrations = yield* Registrations
    const spaces = yield* Spaces

    const look = Effect.fn("Watches.look")(
      function* (userId: UserId, credentials: Credentials) {
        const user = yield* accounts.session(credentials)
        if (user._tag === "None" || user.value.userId !== userId) return yield* new NeedsAuth()
        return (yield* spaces.head(userId)).version
      },
      (effect) => withServerErrors(effect),
    )

    /**
     * The newest version at once, and again whenever there is a newer one.
     *
     * @throws Forbidden when the device is revoked
     * @throws NeedsAuth when the session has ended
     */
    const watch = (userId: UserId, deviceId: DeviceId, credentials: Credentials) => {
      const looks = Stream.repeatEffectWithSchedule(look(userId, credentials), Schedule.spaced(betweenLooks))
      return Stream.merge(pokes.watch(userId), looks).pipe(
        Stream.mapEffect((version) => Effect.as(registrations.require(userId, deviceId), { version })),
        Stream.changesWith((a, b) => a.version === b.version),
      )
    }

    return { watch } as const
  }),
}) {}
