import { Reactivity } from "@effect/experimental"
import { Layer } from "effect"
import { AccountChanges } from "./account/AccountChanges.ts"
import { Accounts } from "./account/Accounts.ts"
import { Adoption } from "./account/Adoption.ts"
import { SyncConfigRepo } from "./account/SyncConfigRepo.ts"
import { UserRepo } from "./account/UserRepo.ts"
import { ConnectionCheck } from "./assistant/ConnectionCheck.ts"
import { Conversation } from "./assistant/Conversation.ts"
import { Prompts } from "./assistant/Prompts.ts"
import { Providers } from "./assistant/Providers.ts"
import { Replies } from "./assistant/Replies.ts"
import { ReplyRepo } from "./assistant/ReplyRepo.ts"
import { ReplyWriter } from "./assistant/ReplyWriter.ts"
import { Titles } from "./assistant/Titles.ts"
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
import { CleanUp } from "./sync/CleanUp.ts"
import { FileCompaction } from "./storage/FileCompaction.ts"
import { OldChatList } from "./storage/OldChatList.ts"
import { Trash } from "./sync/Trash.ts"
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
import { Cloud } from "./sync/Cloud.ts"
import { Conflicts } from "./sync/Conflicts.ts"
import { SharedTrash } from "./sync/SharedTrash.ts"
import { SyncEngine } from "./sync/SyncEngine.ts"
import { LocalCompaction } from "./sync/LocalCompaction.ts"
import { ErasedTexts } from "./sync/ErasedTexts.ts"
import { Outbox } from "./sync/Outbox.ts"
import { Reconciliation } from "./sync/Reconciliation.ts"
import { Rebuild } from "./sync/Rebuild.ts"
import { Remakes } from "./sync/Remakes.ts"
import { RemoteRows } from "./sync/RemoteRows.ts"
import { SnapshotEnd } from "./sync/SnapshotEnd.ts"
import { SyncRounds } from "./sync/SyncRounds.ts"
import { SyncState } from "./sync/SyncState.ts"
import { Uploads } from "./sync/Uploads.ts"
import { WriteThrough } from "./sync/WriteThrough.ts"
import { ChatExports } from "./transfer/ChatExports.ts"
import { ChatReader } from "./transfer/ChatReader.ts"
import { ImportLog } from "./transfer/ImportLog.ts"
import { Imports } from "./transfer/Imports.ts"
import { ImportUndo } from "./transfer/ImportUndo.ts"
import { ImportWriter } from "./transfer/ImportWriter.ts"
import { RebuiltNote } from "./storage/RebuiltNote.ts"
import { Storage } from "./storage/Storage.ts"
import { StorageUse } from "./storage/StorageUse.ts"

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

/** What the engine of sync is made of. Nothing here speaks to a server before it is given a connection. */
const Syncing = SyncRounds.Default.pipe(
  Layer.provideMerge(Layer.mergeAll(SnapshotEnd.Default, LocalCompaction.Default, Uploads.Default)),
  Layer.provideMerge(Layer.merge(RemoteRows.Default, Reconciliation.Default)),
  Layer.provideMerge(ErasedTexts.Default),
  Layer.provideMerge(Layer.mergeAll(Outbox.Default, SyncState.Default, Remakes.Default)),
)

const CleaningUp = Layer.merge(
  OldChatList.Default,
  CleanUp.Default.pipe(
    Layer.provide(Layer.merge(Trash.Default, FileCompaction.Default)),
    Layer.provideMerge(SharedTrash.Default),
  ),
)

/** What answers. It writes as a person does, through the mutations. */
const Answering = Replies.Default.pipe(
  Layer.provide(Layer.mergeAll(Conversation.Default, ReplyWriter.Default, Titles.Default)),
  Layer.provideMerge(Layer.mergeAll(Providers.Default, Prompts.Default, ConnectionCheck.Default)),
  Layer.provide(ReplyRepo.Default),
)

const UseCases = Layer.mergeAll(
  Chats.Default,
  Messages.Default,
  Drafts.Default,
  Storage.Default,
  StorageUse.Default,
  CleaningUp,
  ThisDevice.Default,
  Facts.Default,
  Exports.Default,
  History.Default,
  Integrity.Default,
).pipe(Layer.provideMerge(Rebuild.Default), Layer.provideMerge(RebuiltNote.Default))

/** What comes from other applications, written as a page writes, and what goes to them. */
const Transferring = Layer.mergeAll(Imports.Default, ImportUndo.Default, ChatExports.Default).pipe(
  Layer.provide(Layer.merge(ImportWriter.Default, ChatReader.Default)),
  Layer.provideMerge(ImportLog.Default),
)

/**
 * All services of the local half, on whatever database, clock and browser they are given. The worker gives it OPFS,
 * a test gives it memory.
 */
export const layer = Layer.mergeAll(UseCases, Transferring, Accounts.Default, Cloud.Default).pipe(
  Layer.provideMerge(Layer.merge(WriteThrough.Default, Answering)),
  Layer.provideMerge(SyncEngine.Default),
  Layer.provideMerge(Conflicts.Default),
  Layer.provideMerge(Layer.mergeAll(Mutations.Default, Adoption.Default)),
  Layer.provideMerge(Syncing),
  Layer.provideMerge(Writing),
  Layer.provideMerge(Reading),
  Layer.provideMerge(Recording),
  Layer.provideMerge(Foundations),
)

export type LocalDatabase = Layer.Layer.Success<typeof layer>
