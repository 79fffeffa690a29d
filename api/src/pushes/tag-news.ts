// pure

import type { NotificationContent } from "../work/notifications/notifications.schemas.ts";

type Moved = { id: string; name: string; image: string; isDeployed: boolean; digest: string };

/** What the channels tell of a tag that leads to another image. */
export const tagNews = ({ id, name, image, isDeployed, digest }: Moved): NotificationContent => ({
  title: `${name} has a new image`,
  sentence: `${image} leads to another image now${isDeployed ? ", which is being deployed" : ""}.`,
  nextAction: isDeployed ? null : "Deploy the application to run it.",
  evidence: [digest],
  facts: [
    { label: "Application", value: name },
    { label: "Image", value: image },
  ],
  path: `/applications/${id}`,
  ids: { application: id },
});
