import { Reactivity } from "@effect/experimental"
import { Layer } from "effect"
import { AccountChanges } from "./account/AccountChanges.ts"
import { SyncConfigRepo } from "./account/SyncConfigRepo.ts"
import { UserRepo } from "./account/UserRepo.ts"
import { Branches } from "./chat/Branches.ts"
import { ChatChanges } from "./chat/ChatChanges.ts"
import { ChatRepo } from "./chat/ChatRepo.ts"
import { Chats } from "./chat/Chats.ts"
import { Drafts } from "./chat/Drafts.ts"
import { MessageChanges } from "./chat/MessageChanges.ts"
import { MessageRepo } from "./chat/MessageRepo.ts"
import { Messages } from "./chat/Messages.ts"
import { MessageWindows } from "./chat/MessageWindows.ts"
import { Mutations } from "./chat/Mutations.ts"
import * as Migrations from "./database/Migrations.ts"
import { Exports } from "./debug/Exports.ts"
import { Facts } from "./debug/Facts.ts"
import { History } from "./debug/History.ts"
import { Integrity } from "./debug/Integrity.ts"
import { DeviceRepo } from "./device/DeviceRepo.ts"
import { Identity } from "./device/Identity.ts"
import { ThisDevice } from "./device/ThisDevice.ts"
import { ConflictRepo } from "./journal/ConflictRepo.ts"
import { HybridClock } from "./journal/HybridClock.ts"
import { Journal } from "./journal/Journal.ts"
import { SyncEventRepo } from "./journal/SyncEventRepo.ts"
import { LiveQueries } from "./live/LiveQueries.ts"
import { Search } from "./search/Search.ts"
import { Storage } from "./storage/Storage.ts"

const Repos = Layer.mergeAll(
  UserRepo.Default,
  SyncConfigRepo.Default,
  DeviceRepo.Default,
  SyncEventRepo.Default,
  ConflictRepo.Default,
  MessageRepo.Default,
)

const Foundations = Identity.Default.pipe(
  Layer.provideMerge(Repos),
  Layer.provideMerge(Migrations.layer),
  Layer.provideMerge(LiveQueries.Default),
  Layer.provideMerge(Reactivity.layer),
)

const Recording = Layer.mergeAll(HybridClock.Default, Journal.Default)

const Reading = Layer.mergeAll(ChatRepo.Default, MessageWindows.Default, Branches.Default, Search.Default)

const Writing = Layer.mergeAll(ChatChanges.Default, MessageChanges.Default, AccountChanges.Default)

const UseCases = Layer.mergeAll(
  Mutations.Default,
  Chats.Default,
  Messages.Default,
  Drafts.Default,
  Storage.Default,
  ThisDevice.Default,
  Facts.Default,
  Exports.Default,
  History.Default,
  Integrity.Default,
)

/**
 * All services of the local half, on whatever database, clock and browser they are given. The worker gives it OPFS,
 * a test gives it memory.
 */
export const layer = UseCases.pipe(
  Layer.provideMerge(Writing),
  Layer.provideMerge(Reading),
  Layer.provideMerge(Recording),
  Layer.provideMerge(Foundations),
)

export type LocalDatabase = Layer.Layer.Success<typeof layer>
