"""The tables. Instants are aware UTC, days are dates in the place; ids are given at flush.

plans       what a document said: Plan, Task, Department, Duty, Target, Milestone, Observance
intakes     how it came in: Intake and IntakePrompt until it is confirmed, Revision, DepartmentAlias
people      who is told: Chat, ChatAlias, Robot, Contact, Grant, Invite
notices     what is owed and what came of it: Notice, NoticeItem, Paper, Receipt
broadcasts  what coordinators send to many; templates the words they keep for it
wishes      how it is wished: ChatPreference, Mute, Subscription
events      what is called for: Event, EventDraft before
records     what was done: Audit (append-only), Card, Shown, Mark
replicas    what several processes agree on: Arrival, Turn
"""

from store.tables import broadcasts as broadcasts
from store.tables import events as events
from store.tables import intakes as intakes
from store.tables import notices as notices
from store.tables import people as people
from store.tables import plans as plans
from store.tables import records as records
from store.tables import replicas as replicas
from store.tables import templates as templates
from store.tables import wishes as wishes
