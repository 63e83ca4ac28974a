import { existsSync } from "node:fs"
import { bin, capture, giveUp, run } from "./run.mjs"

const commands = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"]
const places = [
  ...commands.map((name) => `/usr/bin/${name}`),
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
]

/** Some systems have a file there that only says how to install the browser, so it must answer. */
const answers = async (path) =>
  existsSync(path) && (process.platform === "win32" || (await capture(path, ["--version"])).code === 0)

/** Where playwright-core would keep the Chromium that it downloads. */
const playwrights = async () => (await import("playwright-core")).chromium.executablePath()

const find = async () => {
  for (const path of [...places, await playwrights()]) if (await answers(path)) return path
  return undefined
}

const installFromDebian = async () => {
  const quiet = { env: { DEBIAN_FRONTEND: "noninteractive" } }
  const install = ["install", "-y", "--no-install-recommends", "chromium"]
  await run("apt-get", ["update", "-q"], quiet)
  await run("apt-get", ["-q", ...install], quiet)
}

/** The Chromium that tests drive: the one of CHROME_PATH, one that is installed, or one that is installed now. */
export const findOrInstallChromium = async () => {
  const named = process.env.CHROME_PATH
  if (named !== undefined && named !== "") {
    return (await answers(named)) ? named : giveUp(`CHROME_PATH is ${named}, and no browser answers there.`)
  }
  const found = await find()
  if (found !== undefined) return found

  console.log("Installing Chromium …")
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) await installFromDebian()
  if ((await find()) === undefined) await run(bin("playwright-core"), ["install", "chromium"])
  return (
    (await find()) ??
    giveUp("The browser tests need Chromium. Install one, or name it in CHROME_PATH, and run this again.")
  )
}
