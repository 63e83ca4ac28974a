import { spawn } from "node:child_process"
import { dirname, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..")

/** A command that came with a package of `node_modules`. */
export const bin = (name) => join(root, "node_modules", ".bin", name)

const options = (more) => ({
  cwd: root,
  stdio: "inherit",
  // npm and the commands in node_modules/.bin are .cmd files on Windows, which only a shell starts.
  shell: process.platform === "win32",
  ...more,
  env: { ...process.env, ...more.env },
})

/** Runs a command to its end with its output on the terminal. Resolves to its exit code, 127 when it is not there. */
export const run = (command, args, more = {}) =>
  new Promise((settle) => {
    const child = spawn(command, args, options(more))
    child.on("error", () => settle(127))
    child.on("close", (code) => settle(code ?? 1))
  })

/** Runs a command to its end in silence. Resolves to its exit code and all that it said. */
export const capture = (command, args, more = {}) =>
  new Promise((settle) => {
    const child = spawn(command, args, options({ ...more, stdio: ["ignore", "pipe", "pipe"] }))
    let output = ""
    child.stdout.on("data", (chunk) => (output += chunk))
    child.stderr.on("data", (chunk) => (output += chunk))
    child.on("error", (error) => settle({ code: 127, output: error.message }))
    child.on("close", (code) => settle({ code: code ?? 1, output }))
  })

/** Ends this script with a sentence for the person who started it. */
export const giveUp = (sentence, code = 1) => {
  console.error(sentence)
  process.exit(code)
}
