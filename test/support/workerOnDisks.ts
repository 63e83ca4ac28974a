import { RpcTest } from "@effect/rpc"
import { Context, Effect, Layer, Option, Ref, Stream } from "effect"
import { UserId } from "../../src/domain/Ids.ts"
import { WorkerRpcs } from "../../src/domain/rpc/WorkerRpcs.ts"
import { AccountApi } from "../../src/services/account/AccountApi.ts"
import { layerTemporary } from "../../src/services/database/MemoryDatabase.ts"
import * as SqliteModuleNode from "../../src/services/database/SqliteModuleNode.ts"
import { BrowserModel } from "../../src/services/assistant/BrowserModel.ts"
import { Problems } from "../../src/services/live/Problems.ts"
import * as LocalDatabase from "../../src/services/LocalDatabase.ts"
import { Recovery } from "../../src/services/storage/Recovery.ts"
import { salvage } from "../../src/services/storage/Salvage.ts"
import { Handlers } from "../../src/worker/Handlers.ts"
import { Opened } from "../../src/worker/Opened.ts"
import { Tabs } from "../../src/worker/Tabs.ts"
import { databaseFile, layerDisk, makeDisk } from "./disk.ts"
import type { Disk } from "./DiskVfs.ts"
import { MemoryDatabase, TestBrowser } from "./platform.ts"

const bytesOf = ({ files }: Disk, name: string) => new Uint8Array(files.get(name) ?? [])

const salvagedOf = (disk: Disk) =>
  Effect.provide(salvage(bytesOf(disk, databaseFile), bytesOf(disk, `${databaseFile}-wal`)), MemoryDatabase)

const signedIn = ({ email }: { readonly email: string }) =>
  Effect.succeed({
    userId: UserId.make(email.replaceAll(/\W/g, "_").padEnd(21, "_")),
    email,
    name: "Somebody",
  })

/** Everybody has an account, which is known by its address; sync is without a network. */
const browser = Layer.merge(
  TestBrowser,
  Layer.succeed(AccountApi, {
    signUp: signedIn,
    signIn: signedIn,
    signOut: Effect.void,
    prolong: Effect.void,
  }),
)

/** A worker on the newest of some disks; setting aside puts an empty one before the others. */
export const workerOn = (first: Disk, ...former: ReadonlyArray<Disk>) =>
  Effect.gen(function* () {
    const disks = yield* Ref.make<ReadonlyArray<Disk>>([first, ...former])
    const newest = Effect.map(disks, ([disk = first]) => disk)
    const database = Layer.provide(
      LocalDatabase.layer,
      Layer.merge(Layer.unwrapEffect(Effect.map(newest, layerDisk)), browser),
    )
    const makeTemporary = Effect.map(
      Layer.build(Layer.provide(layerTemporary, SqliteModuleNode.layer)),
      (memory) => Layer.provide(LocalDatabase.layer, Layer.merge(Layer.succeedContext(memory), browser)),
    )
    const recovery = Layer.succeed(Recovery, {
      setAside: Ref.update(disks, (them) => [makeDisk(), ...them]),
      forgetFormer: Ref.update(disks, (them) => them.slice(0, 1)),
      salvaged: Effect.flatMap(newest, salvagedOf),
      former: Effect.map(disks, ([, former]) =>
        former === undefined ? Option.none() : Option.some({ name: "former", salvaged: salvagedOf(former) }),
      ),
      rawFile: ({ part }) =>
        Stream.unwrap(
          Effect.map(newest, (disk) =>
            Stream.make(bytesOf(disk, part === "file" ? databaseFile : `${databaseFile}-wal`)),
          ),
        ),
    })
    const handlers = yield* Layer.build(
      Handlers.pipe(
        Layer.provideMerge(Opened.layer(database, makeTemporary, { logging: false })),
        Layer.provide(Layer.mergeAll(recovery, Problems.Default, BrowserModel.Default)),
        Layer.provide(Layer.succeed(Tabs, { leader: "test", count: Effect.succeed(1) })),
      ),
    )
    const client = yield* Effect.provide(RpcTest.makeClient(WorkerRpcs), handlers)
    const { opening, renew } = Context.get(handlers, Opened)
    const services = Effect.flatMap(opening, (it) => it.services)
    return { client, renew, services, disks: Ref.get(disks) }
  })
