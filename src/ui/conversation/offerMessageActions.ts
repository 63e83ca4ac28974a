import type { MessageView } from "../data/messageOverlay.ts"
import { canAnswer } from "../data/canAnswer.ts"
import type { Messages } from "../data/useMessages.ts"
import { offerActions } from "../actions/registry.ts"
import { copyText } from "../shell/copyText.ts"
import type { MessageCommands } from "./MessageItem.tsx"
import type { RovingFocus } from "./createRovingFocus.ts"
import { lastCodeBlock } from "./lastCodeBlock.ts"

/** What can be done with the message that has the focus, or had it last. */
export const offerMessageActions = (
  conversation: Messages,
  commands: MessageCommands,
  roving: RovingFocus,
): void => {
  const textOf = ({ content, id }: MessageView) => {
    const arrived = conversation.replies.arrived(id)?.text ?? ""
    return arrived.length > content.length ? arrived : content
  }
  const isIdle = () => conversation.replies.running() === undefined
  const withMessage = (run: (message: MessageView) => void, may: (message: MessageView) => boolean) => {
    const message = () => {
      const it = conversation.messages[roving.at()]
      return it !== undefined && may(it) ? it : undefined
    }
    return {
      run: () => {
        const it = message()
        if (it !== undefined) run(it)
      },
      available: () => message() !== undefined,
    }
  }
  const isAnswerable = ({ id, role }: MessageView) =>
    canAnswer() === true &&
    isIdle() &&
    (role === "assistant" || (role === "user" && conversation.messages.at(-1)?.id === id))
  const lastAnswer = () =>
    conversation.messages.findLast((message) => message.role === "assistant" && textOf(message) !== "")
  const lastCode = () => {
    for (const message of conversation.messages.toReversed()) {
      const code = lastCodeBlock(textOf(message))
      if (code !== undefined) return code
    }
    return undefined
  }
  const select = (offset: -1 | 1) =>
    withMessage(
      (message) => commands.selectSibling(message, offset),
      ({ siblingIndex, siblings }) =>
        siblings > 1 && (offset === 1 ? siblingIndex < siblings - 1 : siblingIndex > 0),
    )
  offerActions({
    nextMessage: { run: () => roving.move(1), available: () => conversation.messages.length > 0 },
    previousMessage: { run: () => roving.move(-1), available: () => conversation.messages.length > 0 },
    editMessage: withMessage(commands.beginEdit, ({ role }) => role === "user"),
    regenerate: withMessage(commands.replies.ask, isAnswerable),
    copyMessage: withMessage(
      (message) => copyText(textOf(message)),
      (message) => textOf(message) !== "",
    ),
    deleteMessage: withMessage(commands.remove, () => true),
    previousVersion: select(-1),
    nextVersion: select(1),
    copyAnswer: {
      run: () => {
        const message = lastAnswer()
        if (message !== undefined) copyText(textOf(message))
      },
      available: () => lastAnswer() !== undefined,
    },
    copyCode: {
      run: () => {
        const code = lastCode()
        if (code !== undefined) copyText(code)
      },
      available: () => lastCode() !== undefined,
    },
  })
}
