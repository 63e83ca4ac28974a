import type { ChatRow } from "../../domain/Chat.ts"
import type { ChatId } from "../../domain/Ids.ts"
import type { Failure } from "../client/Failure.ts"
import { perform } from "../client/runtime.ts"

type Failed = (failure: Failure) => void

/** The chats as they are just now, also those that no list shows. */
export const askForRows = (
  chatIds: ReadonlyArray<ChatId>,
  success: (rows: ReadonlyArray<ChatRow>) => void,
  failure: Failed,
): void => void perform((client) => client.chats.rows({ chatIds }), { success, failure })

/** Every chat of a folder that is not in the trash. */
export const askForFolder = (
  folder: string,
  success: (rows: ReadonlyArray<ChatRow>) => void,
  failure: Failed,
): void => void perform((client) => client.chats.inFolder({ folder }), { success, failure })
