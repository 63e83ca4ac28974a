export const aboutWords = {
  version: "Version",
  what: "Chats that live on your own device, and stay equal on all of them.",
  where:
    "Everything you write is kept on this device. It goes to a server only if you sign in to one, and to a model only if you connect one. Nothing is counted, and nothing is sent to anybody else.",
  licence: "OpenChat is free software under the MIT licence.",
  shortcuts: "Show keyboard shortcuts",
  details: "Copy details for a report",
  detailsHint: "They say how this page and its database are: no text, no name and no address.",
} as const
