/** What is chosen, and what each choice is called. */
export const themeWords = {
  name: "Theme",
  options: { system: "System", light: "Light", dark: "Dark" },
} as const

export const contrastWords = {
  name: "Contrast",
  options: { system: "System", more: "More" },
} as const

export const densityWords = {
  name: "Density",
  options: { comfortable: "Comfortable", compact: "Compact" },
} as const

export const textSizeWords = {
  name: "Size of text",
  options: { small: "Small", normal: "Normal", large: "Large", larger: "Larger" },
} as const

export const sendKeyWords = {
  name: "Send with",
  hint: "Shift and Enter always begin a new line.",
  options: (mod: string) => ({ enter: "Enter", "mod-enter": `${mod} and Enter` }),
} as const

export const scrollingWords = {
  name: "While a reply is written",
  options: {
    question: ["Keep the question at the top", "The reply fills the page below it, and then waits for you."],
    follow: ["Follow the newest words", "Until you scroll up."],
    still: ["Stay where I am", "The page never moves by itself."],
  },
} as const

export const spokenReplyWords = {
  name: "Screen readers say of a reply",
  options: { beginning: "Its beginning", whole: "All of it", nothing: "Only that it is there" },
} as const
