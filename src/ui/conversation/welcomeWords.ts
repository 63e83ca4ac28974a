import type { SyncMode } from "../../domain/SyncConfig.ts"

/** Where a chat that begins now is kept. */
export const whereItGoes: Readonly<Record<SyncMode, string>> = {
  "local-only": "Everything you write stays on this device.",
  hybrid: "What you write is on this device, and on your others.",
  "cloud-only": "What you write is kept at your server alone.",
}

export const welcomeWords = {
  title: "What is on your mind?",
  nothingAnswers: "Nothing answers yet: these are notes to yourself until you connect a model.",
  connect: "Connect a model",
  bring: "Bring chats from elsewhere",
  begin: "To begin with",
} as const

export interface Starter {
  readonly name: string
  /** What it puts into the field, to be finished by the person. */
  readonly text: string
}

/** For somebody whom a model answers. */
export const questions: ReadonlyArray<Starter> = [
  { name: "Explain something", text: "Explain to me, step by step, how " },
  { name: "Write a draft", text: "Write a first draft of a letter to " },
  { name: "Make a plan", text: "Help me plan " },
]

/** For somebody who writes to themselves. */
export const notes: ReadonlyArray<Starter> = [
  { name: "A list for today", text: "Today:\n- " },
  { name: "An idea", text: "Idea: " },
  { name: "What I learned", text: "Learned today: " },
]
