import { Layer } from "effect"
import { PromptHandlers, ProviderHandlers, ReplyHandlers } from "./handlers/AssistantHandlers.ts"
import { BrowserModelHandlers } from "./handlers/BrowserModelHandlers.ts"
import { ChatHandlers } from "./handlers/ChatHandlers.ts"
import { AccountHandlers, CloudHandlers, DevicesHandlers } from "./handlers/CloudHandlers.ts"
import { DebugHandlers } from "./handlers/DebugHandlers.ts"
import { DeviceHandlers } from "./handlers/DeviceHandlers.ts"
import { DraftHandlers } from "./handlers/DraftHandlers.ts"
import { MessageHandlers } from "./handlers/MessageHandlers.ts"
import { MutationHandlers } from "./handlers/MutationHandlers.ts"
import { ProblemHandlers } from "./handlers/ProblemHandlers.ts"
import { SearchHandlers } from "./handlers/SearchHandlers.ts"
import { StorageHandlers } from "./handlers/StorageHandlers.ts"
import { TransferHandlers } from "./handlers/TransferHandlers.ts"

/** Every call of `WorkerRpcs`, connected to the service that answers it. */
export const Handlers = Layer.mergeAll(
  MutationHandlers,
  ChatHandlers,
  MessageHandlers,
  DraftHandlers,
  SearchHandlers,
  DeviceHandlers,
  StorageHandlers,
  DebugHandlers,
  ProblemHandlers,
  CloudHandlers,
  AccountHandlers,
  DevicesHandlers,
  ProviderHandlers,
  PromptHandlers,
  ReplyHandlers,
  BrowserModelHandlers,
  TransferHandlers,
)
