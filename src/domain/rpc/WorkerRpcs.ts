import { PromptRpcs, ProviderRpcs, ReplyRpcs } from "./AssistantRpcs.ts"
import { BrowserModelRpcs } from "./BrowserModelRpcs.ts"
import { ChatRpcs } from "./ChatRpcs.ts"
import { AccountRpcs, CloudRpcs, DevicesRpcs } from "./CloudRpcs.ts"
import { DebugRpcs } from "./DebugRpcs.ts"
import { DeviceRpcs } from "./DeviceRpcs.ts"
import { DraftRpcs } from "./DraftRpcs.ts"
import { MessageRpcs } from "./MessageRpcs.ts"
import { MutationRpcs } from "./MutationRpcs.ts"
import { ProblemRpcs } from "./ProblemRpcs.ts"
import { SearchRpcs } from "./SearchRpcs.ts"
import { StorageRpcs } from "./StorageRpcs.ts"
import { TransferRpcs } from "./TransferRpcs.ts"

/** Everything that a page may ask of the worker. Every call may safely be sent again to the next leader. */
export class WorkerRpcs extends MutationRpcs.merge(
  ChatRpcs,
  MessageRpcs,
  DraftRpcs,
  SearchRpcs,
  DeviceRpcs,
  StorageRpcs,
  DebugRpcs,
  ProblemRpcs,
  CloudRpcs,
  AccountRpcs,
  DevicesRpcs,
  ProviderRpcs,
  PromptRpcs,
  ReplyRpcs,
  BrowserModelRpcs,
  TransferRpcs,
) {}
