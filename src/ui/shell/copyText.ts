import { announce } from "./announce.ts"
import { showToast } from "./toasts.ts"

/** Puts a text on the clipboard and says how that went. */
export const copyText = (text: string, done: () => void = () => {}): void => {
  navigator.clipboard.writeText(text).then(
    () => {
      announce("Copied")
      done()
    },
    () => showToast("The browser did not allow copying. Select the text and copy it by hand."),
  )
}
