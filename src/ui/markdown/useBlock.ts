import { copyText } from "../shell/copyText.ts"
import { codeCopied, copyCode, imageFailed } from "./markdownWords.ts"

const copiedMillis = 1_500

const copy = (button: HTMLElement) => {
  const code = button.closest(".code-block")?.querySelector("code")
  copyText((code?.textContent ?? "").replace(/\n$/, ""), () => {
    button.textContent = codeCopied
    setTimeout(() => (button.textContent = copyCode), copiedMillis)
  })
}

const wrap = (button: HTMLElement) => {
  const wrapped = button.getAttribute("aria-pressed") !== "true"
  button.setAttribute("aria-pressed", String(wrapped))
  button.closest(".code-block")?.classList.toggle("wrapped", wrapped)
}

const load = (button: HTMLElement) => {
  const src = button.dataset["src"] ?? ""
  const image = document.createElement("img")
  image.alt = button.dataset["alt"] ?? ""
  image.referrerPolicy = "no-referrer"
  image.addEventListener("error", () => {
    button.textContent = imageFailed(new URL(src).host)
    image.replaceWith(button)
  })
  image.src = src
  button.replaceWith(image)
}

/** What the buttons in a message do. One listener for all of them, as blocks come and go. */
export const useBlock = ({ target }: Event): void => {
  const button = target instanceof Element ? target.closest("button") : null
  if (button === null) return
  switch (button.dataset["act"]) {
    case "copy":
      return copy(button)
    case "wrap":
      return wrap(button)
    case "image":
      return load(button)
  }
}
