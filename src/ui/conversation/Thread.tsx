import { useNavigate } from "@solidjs/router"
import { createEffect, on, onCleanup, Show, untrack } from "solid-js"
import type { ChatRow } from "../../domain/Chat.ts"
import type { ChatId, MessageId } from "../../domain/Ids.ts"
import { restore, toggleArchive } from "../chats/chatCommands.ts"
import type { Failure } from "../client/Failure.ts"
import { discardChange } from "../data/changes.ts"
import { deleteChat } from "../data/chatActions.ts"
import { forkChat } from "../data/forkChat.ts"
import { canAnswer } from "../data/canAnswer.ts"
import { askAgain, askForReply, dismissReply, resumeReply, stopReply } from "../data/replyActions.ts"
import { useMessages } from "../data/useMessages.ts"
import { prepareMarkdownText } from "../markdown/MarkdownText.tsx"
import { announce } from "../shell/announce.ts"
import { focusComposer } from "../shell/focusComposer.ts"
import { ListSkeleton } from "../shell/ListSkeleton.tsx"
import { showFailure, showUndo } from "../shell/toasts.ts"
import { beginEdit, editIn, endEdit, typeEdit } from "./edits.ts"
import { announceReplies } from "./announceReplies.ts"
import type { ReplyCommands } from "./replyCommands.ts"
import type { MessageCommands } from "./MessageItem.tsx"
import { forked, forkTitle } from "./messageWords.ts"
import { MessageList } from "./MessageList.tsx"

/** What the composer may ask of the conversation above it. */
export interface ThreadHandle {
  readonly send: (content: string) => void
  readonly editLast: () => void
  /** Ends the reply that is being written. */
  readonly stop: () => void
  /** Whether a reply is being written. */
  readonly busy: () => boolean
}

interface Props {
  readonly chatId: ChatId
  readonly chat: ChatRow | null | undefined
  readonly target: MessageId | null
  readonly onTakeBack: (content: string) => void
  readonly onQuote: (text: string) => void
  readonly ref: (handle: ThreadHandle | undefined) => void
}

/** One conversation. */
export const Thread = (props: Props) => {
  const navigate = useNavigate()
  // made anew for each chat; only the target changes
  const chatId = untrack(() => props.chatId)
  const conversation = useMessages(
    chatId,
    untrack(() => props.target),
  )

  prepareMarkdownText()
  const failed = (failure: Failure) => showFailure(failure)
  const answer = (messageId: MessageId) => {
    if (canAnswer()) askForReply(chatId, messageId, failed)
  }
  const replyCommands: ReplyCommands = {
    ask: ({ id, parentId, role }) => {
      const question = role === "user" ? id : parentId
      if (question !== null) askForReply(chatId, question, failed)
    },
    again: (reply) => askAgain(reply, failed),
    resume: (messageId) => resumeReply(messageId, failed),
    stop: (messageId) => stopReply(messageId, failed),
    dismiss: (messageId) => dismissReply(messageId, failed),
  }
  announceReplies(conversation.replies)

  const commands: MessageCommands = {
    replies: replyCommands,
    beginEdit: ({ id, content }) => beginEdit(chatId, { messageId: id, text: content }),
    typeEdit: (text) => typeEdit(chatId, text),
    saveEdit: (message) => {
      const text = editIn(chatId)?.text ?? ""
      if (text.trim() === "") return
      endEdit(chatId)
      if (text !== message.content) conversation.editMessage(message, text, answer)
      focusComposer()
    },
    cancelEdit: () => {
      endEdit(chatId)
      focusComposer()
    },
    remove: ({ id }) => {
      if (conversation.replies.running()?.messageId === id) replyCommands.stop(id)
      conversation.deleteMessage(chatId, id, showFailure)
      showUndo("Message deleted", () => conversation.restoreMessage(chatId, id, showFailure))
    },
    selectSibling: ({ id }, offset) => conversation.selectSibling(id, offset, showFailure),
    quote: (text) => props.onQuote(text),
    fork: ({ id }) => {
      if (props.chat == null) return
      const path = location.pathname
      forkChat(props.chat, id, forkTitle(props.chat.title), {
        done: (forkId) => {
          navigate(`/chat/${forkId}`)
          showUndo(forked, () => {
            deleteChat(forkId, showFailure)
            navigate(path)
          })
        },
        failed,
      })
    },
    takeBack: ({ changeId, content }) => {
      if (changeId !== null) discardChange(changeId)
      props.onTakeBack(content)
    },
  }
  createEffect(
    on(
      () => props.ref,
      (ref) => {
        ref({
          send: (content) => {
            conversation.jumpTo(null)
            conversation.addMessage(chatId, content, answer)
            announce("Sent")
          },
          stop: () => {
            const running = conversation.replies.running()
            if (running !== undefined) replyCommands.stop(running.messageId)
          },
          busy: () => conversation.replies.running() !== undefined,
          editLast: () => {
            const last = conversation.messages.findLast(({ role }) => role === "user")
            if (last !== undefined) commands.beginEdit(last)
          },
        })
        onCleanup(() => ref(undefined))
      },
    ),
  )
  return (
    <>
      <Show when={props.chat?.deletedAt != null && props.chat}>
        {(chat) => (
          <div class="banner" role="status" aria-label="This chat is in the trash">
            <p>This chat is in the trash.</p>
            <button type="button" class="button small" onClick={() => restore(chat())}>
              Restore
            </button>
          </div>
        )}
      </Show>
      <Show when={props.chat?.archived && props.chat}>
        {(chat) => (
          <div class="banner" role="status" aria-label="This chat is archived">
            <p>This chat is archived.</p>
            <button type="button" class="button small" onClick={() => toggleArchive(chat())}>
              Unarchive
            </button>
          </div>
        )}
      </Show>
      <Show
        when={conversation.loaded()}
        fallback={
          <div class="thread thread-loading">
            <ListSkeleton rows={5} />
          </div>
        }
      >
        <Show
          when={conversation.messages.length > 0}
          fallback={
            <div class="thread empty">
              <p>No messages yet. Write the first one below.</p>
            </div>
          }
        >
          <MessageList
            chatId={chatId}
            conversation={conversation}
            commands={commands}
            target={props.target}
          />
        </Show>
      </Show>
    </>
  )
}
