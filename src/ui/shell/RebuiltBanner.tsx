import { A } from "@solidjs/router"
import { createSignal, Show } from "solid-js"
import IconHardDrive from "~icons/lucide/hard-drive"
import type { Rebuilt } from "../../domain/Rebuilt.ts"
import type { SyncMode } from "../../domain/SyncConfig.ts"
import { exportRaw } from "../data/exports.ts"
import { useAccount } from "../data/useAccount.ts"
import type { LocalDatabase } from "../data/useLocalDatabase.ts"
import { countOf } from "../sync/countOf.ts"

const sentence = ({ chats, messages, others, unreadable }: Rebuilt): string => {
  if (chats + messages === 0) return "Nothing could be read of it, and you begin anew."
  const read = `${countOf(chats, "chat")} and ${countOf(messages, "message")} could be read of it and are here.`
  const lost = unreadable === 0 ? "" : ` ${countOf(unreadable, "row")} could not be read.`
  const left =
    others === 0 ? "" : ` ${countOf(others, "chat")} of other people who used this device stayed in it.`
  return read + lost + left
}

/** What of it only a server can give back, or is still to be told. */
const SignedOut = (props: { readonly email: string | null; readonly mode: SyncMode | undefined }) => (
  <Show
    when={props.email}
    fallback={
      <>
        If you have an account, <A href="/settings/account">sign in</A>: what your server has comes back from
        there.{" "}
      </>
    }
  >
    {(email) => (
      <>
        You are signed out. <A href="/settings/account">Sign in again</A> as {email()}
        {props.mode === "local-only"
          ? " and choose to sync under Settings, Sync, if your chats are to sync."
          : ", so that your chats go on syncing and what your server has comes back."}{" "}
      </>
    )}
  </Show>
)

/** After a damaged database was set aside: what was saved and what was not, until somebody has read it. */
export const RebuiltBanner = (props: { readonly rebuilt: Rebuilt; readonly database: LocalDatabase }) => {
  const [note, setNote] = createSignal("")
  const { account } = useAccount()
  const save = async () => {
    setNote("")
    try {
      await exportRaw("former")
      setNote("The copy is in your downloads.")
    } catch (cause) {
      setNote(cause instanceof Error ? cause.message : "The copy could not be made.")
    }
  }
  return (
    <div class="banner warning" role="status" aria-label="Storage: the file with your chats was damaged">
      <IconHardDrive />
      <p>
        <strong>The file with your chats was damaged.</strong> {sentence(props.rebuilt)} The damaged file is
        kept as it was.{" "}
        <Show when={props.database.syncStatus()?.signedIn === false && account()}>
          {(person) => <SignedOut email={person().email} mode={props.database.syncStatus()?.mode} />}
        </Show>
        {note()}
      </p>
      <button type="button" class="button small" onClick={() => void save()}>
        Save a copy of it
      </button>
      <button type="button" class="button small" onClick={() => props.database.dismissRebuilt()}>
        Understood
      </button>
    </div>
  )
}
