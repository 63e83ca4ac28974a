import { A, useNavigate, useParams, useSearchParams } from "@solidjs/router"
import { Schema } from "effect"
import { createEffect, createMemo, createSignal, lazy, on, Show, Suspense } from "solid-js"
import IconScroll from "~icons/lucide/scroll-text"
import type { ChatRow } from "../../domain/Chat.ts"
import { ChatId, MessageId } from "../../domain/Ids.ts"
import { offerActions } from "../actions/registry.ts"
import { LazyChatMenu } from "../chats/LazyChatMenu.tsx"
import { deleteWithUndo, rename, toggleArchive, togglePin } from "../chats/chatCommands.ts"
import { askForFolderOf } from "../chats/moveChats.ts"
import { TitleEditor } from "../chats/TitleEditor.tsx"
import { maxNameLength } from "../../domain/Text.ts"
import { createChat } from "../data/chatActions.ts"
import { canAnswer } from "../data/canAnswer.ts"
import { askForReply } from "../data/replyActions.ts"
import { showFailure } from "../shell/toasts.ts"
import { useChat } from "../data/useChat.ts"
import { useDraft } from "../data/useDraft.ts"
import { announce } from "../shell/announce.ts"
import { focusComposer, focusComposerUnlessTouch } from "../shell/focusComposer.ts"
import { PageHeader } from "../shell/PageHeader.tsx"
import { openPalette } from "../palette/openPalette.ts"
import { VersionsButton } from "../sync/VersionsButton.tsx"
import { Composer } from "./Composer.tsx"
import { ModelPicker } from "./ModelPicker.tsx"
import { closeDialog, openDialog, showDialog } from "../shell/dialogs.ts"
import { useShared } from "./useShared.ts"
import { quoted } from "./quote.ts"
import { Welcome } from "./Welcome.tsx"
import { Thread, type ThreadHandle } from "./Thread.tsx"
import "./conversation.css"

const isChatId = Schema.is(ChatId)
const SystemPromptDialog = lazy(async () => ({
  default: (await import("./SystemPromptDialog.tsx")).SystemPromptDialog,
}))

const isMessageId = Schema.is(MessageId)

/** A conversation, or the place where a new one begins. */
export const ConversationPage = () => {
  const params = useParams<{ chatId?: string }>()
  const [query] = useSearchParams<{ message?: string; folder?: string }>()
  const navigate = useNavigate()
  const [renaming, setRenaming] = createSignal(false)
  const [thread, setThread] = createSignal<ThreadHandle>()

  const chatId = createMemo(() => (isChatId(params.chatId) ? params.chatId : undefined))
  const target = createMemo(() => (isMessageId(query.message) ? query.message : null))
  /** In which a chat that begins here will be. */
  const folder = () => {
    const name = chatId() === undefined ? query.folder?.slice(0, maxNameLength) : undefined
    return name === undefined || name.trim() === "" ? null : name
  }
  const chat = useChat(() => chatId())
  const draft = useDraft(() => chatId() ?? "new")
  useShared(draft)
  // a path that is no id, or the id of a chat that is not here
  const missing = () => (params.chatId !== undefined && chatId() === undefined) || chat() === null
  const title = () =>
    missing() ? "Not found" : (chat()?.title ?? (chatId() === undefined ? "New chat" : "Chat"))

  const answer = (id: ChatId, messageId: MessageId) => {
    if (canAnswer()) askForReply(id, messageId, showFailure)
  }
  const send = (content: string) => {
    if (chatId() !== undefined) return thread()?.send(content)
    navigate(`/chat/${createChat(content, answer, folder())}`)
    announce("Sent")
  }
  const start = (text: string) => {
    draft.write(text)
    focusComposer()
  }
  const takeBack = (content: string) => {
    const typed = draft.text()
    draft.write(typed === "" ? content : `${content}\n${typed}`)
    focusComposer()
  }
  const withChat = (run: (row: ChatRow) => void) => ({
    run: () => {
      const row = chat()
      if (row) run(row)
    },
    available: () => chat() != null && !missing(),
  })
  offerActions({
    renameChat: withChat(() => setRenaming(true)),
    pinChat: withChat(togglePin),
    archiveChat: withChat(toggleArchive),
    moveChat: withChat((row) => askForFolderOf([row.id])),
    deleteChat: withChat((row) => {
      const path = `/chat/${row.id}`
      deleteWithUndo(row, () => navigate(path))
      navigate("/")
    }),
    searchHere: withChat(() => openPalette("is:here ")),
    systemPrompt: {
      run: () => showDialog("prompt"),
      available: () => chat() != null && canAnswer() === true,
    },
  })
  const quote = (text: string) => {
    const typed = draft.text()
    draft.write(`${typed === "" ? "" : `${typed.trimEnd()}\n\n`}${quoted(text)}`)
    focusComposer()
  }
  createEffect(
    on(chatId, () => {
      setRenaming(false)
      focusComposerUnlessTouch()
    }),
  )
  return (
    <main class="page" classList={{ fresh: chatId() === undefined && !missing() }} id="main" tabindex="-1">
      <PageHeader
        title={title()}
        heading={
          <Show when={renaming() && chat()} fallback={<h1 class="page-title">{title()}</h1>}>
            {(row) => (
              <TitleEditor
                title={row().title}
                onDone={(next) => {
                  rename(row(), next)
                  setRenaming(false)
                }}
                onCancel={() => setRenaming(false)}
              />
            )}
          </Show>
        }
      >
        <Show when={chat()}>
          {(row) => (
            <>
              <VersionsButton subject={{ entityType: "chat", entityId: row().id, shown: row().title }} />
              <Show when={canAnswer()}>
                <button
                  type="button"
                  class="icon-button"
                  classList={{ set: row().systemPrompt !== null }}
                  aria-label="System prompt"
                  title={row().systemPrompt === null ? "System prompt" : "System prompt (set)"}
                  onClick={() => showDialog("prompt")}
                >
                  <IconScroll />
                </button>
              </Show>
              <LazyChatMenu chat={row()} label="Chat actions" onRename={() => setRenaming(true)} />
              <Suspense>
                <Show when={openDialog() === "prompt"}>
                  <SystemPromptDialog chat={row()} onClose={closeDialog} />
                </Show>
              </Suspense>
            </>
          )}
        </Show>
      </PageHeader>
      <Show
        when={!missing()}
        fallback={
          <div class="empty">
            <p>
              This chat is not on this device. It may have been deleted for good, or its address is wrong.
            </p>
            <A class="button" href="/">
              Start a new chat
            </A>
          </div>
        }
      >
        <Show when={chatId()} keyed fallback={<Welcome folder={folder()} onStart={start} />}>
          {(id) => (
            <Thread
              ref={setThread}
              chatId={id}
              chat={chat()}
              target={target()}
              onTakeBack={takeBack}
              onQuote={quote}
            />
          )}
        </Show>
        <Composer
          draft={draft}
          busy={thread()?.busy() ?? false}
          onSend={send}
          onStop={() => thread()?.stop()}
          onEditLast={() => thread()?.editLast()}
        >
          <ModelPicker chat={chat()} />
        </Composer>
      </Show>
    </main>
  )
}
