/** What a person would do on the page, without one. */

const appears = <E>(look: () => E | null | undefined): Promise<E> =>
  new Promise((resolve) => {
    const tick = () => {
      const it = look()
      if (it == null) requestAnimationFrame(tick)
      else resolve(it)
    }
    tick()
  })

const nameOf = (element: HTMLElement) => element.ariaLabel ?? element.textContent?.trim()

/** Presses the first of the buttons, links and menu items that have this name. */
export const press = async (name: string, within = "body"): Promise<void> => {
  const pressable = `${within} :is(button, a, summary, [role=menuitem])`
  const target = await appears(() =>
    [...document.querySelectorAll<HTMLElement>(pressable)].find((element) => nameOf(element) === name),
  )
  target.click()
}

/** Fills the first field with this name. */
export const fill = async (name: string, text: string): Promise<void> => {
  const field = await appears(() =>
    [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")].find(
      (element) => element.ariaLabel === name || element.labels?.[0]?.textContent?.trim() === name,
    ),
  )
  field.focus()
  field.value = text
  field.dispatchEvent(new InputEvent("input", { bubbles: true }))
}

export const send = async (text: string): Promise<void> => {
  await fill("Message", text)
  document.querySelector("form")?.requestSubmit()
}
