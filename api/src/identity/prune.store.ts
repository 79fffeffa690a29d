import { type Database, schema } from "@fairlead/db";
import { lt, lte, or } from "drizzle-orm";

const { session, verification, enrolment, invitation } = schema;

// Over all teams: nobody asks, and what is deleted opens nothing any more.

export const deleteEndedSessions = (db: Database, { now, idleBefore }: { now: Date; idleBefore: Date }) =>
  db.delete(session).where(or(lte(session.expiresAt, now), lt(session.updatedAt, idleBefore)));
export const deleteEndedResets = (db: Database, now: Date) =>
  db.delete(verification).where(lte(verification.expiresAt, now));
export const deleteOldEnrolments = (db: Database, before: number) =>
  db.delete(enrolment).where(lt(enrolment.expiresAt, before));
export const deleteOldInvitations = (db: Database, before: number) =>
  db.delete(invitation).where(lt(invitation.expiresAt, before));
