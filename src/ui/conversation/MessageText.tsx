import { For, Show } from "solid-js"
import { MarkdownText } from "../markdown/MarkdownText.tsx"
import { fencedParts } from "./fencedParts.ts"
import { linkParts } from "./linkParts.ts"

const PlainText = (props: { readonly text: string }) => (
  <Show when={props.text.includes("://")} fallback={props.text}>
    <For each={linkParts(props.text)}>
      {({ text, href }) =>
        href === null ? (
          text
        ) : (
          <a href={href} target="_blank" rel="noopener noreferrer">
            {text}
          </a>
        )
      }
    </For>
  </Show>
)

/**
 * What somebody wrote, as they wrote it: nothing in it is markup, only web addresses become links, and what stands
 * between fences becomes a block of code.
 */
export const MessageText = (props: { readonly text: string }) => (
  <div class="message-text" dir="auto">
    <Show when={props.text.includes("```")} fallback={<PlainText text={props.text} />}>
      <For each={fencedParts(props.text)}>
        {({ text, isCode }) =>
          isCode ? <MarkdownText text={text} busy={false} /> : <PlainText text={text} />
        }
      </For>
    </Show>
  </div>
)
