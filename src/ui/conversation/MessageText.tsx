import { For, Show } from "solid-js"
import { linkParts } from "./linkParts.ts"

/** What somebody wrote, as they wrote it: nothing in it is markup, only web addresses become links. */
export const MessageText = (props: { readonly text: string }) => (
  <div class="message-text" dir="auto">
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
  </div>
)
