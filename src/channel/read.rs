//! Reading: the store's rows overlaid by the tail, joined with the people that they name.

use super::core::{ChannelCore, ChannelRef};
use super::tail::Entry;
use crate::limits;
use crate::model::{History, Message, MessageId, MessageView, Permissions, ReactionCount, ReactionEmoji, Reactions, Refusal, User, UserId};
use crate::store::{Page, PageRow};
use std::collections::HashMap;
use std::sync::Arc;

/// Part of a list of users, by id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UsersPage {
    /// Only those above this id.
    pub after: UserId,
    pub limit: usize,
}

/// A page that was asked of the store, for somebody.
struct Asked {
    page: Page,
    limit: usize,
    /// Rows asked of the store: where it gave fewer, it has no more in that direction.
    rows: usize,
    viewer: UserId,
}

impl ChannelRef {
    pub async fn message(&self, actor: &Arc<User>, id: MessageId) -> Result<MessageView, Refusal> {
        self.core.may_read(actor.id)?;
        let (message, reactions) = self.core.load(id).await?.ok_or(Refusal::UnknownMessage)?;
        self.core.view(message, &reactions, actor.id).await
    }

    /// Newest first, at most `limit`.
    pub async fn history(&self, actor: &Arc<User>, history: History, limit: usize) -> Result<Vec<MessageView>, Refusal> {
        if !self.core.may_read_or_nothing(actor.id)? {
            return Ok(Vec::new());
        }
        let limit = limit.min(limits::HISTORY_LIMIT_MAX);
        let rows = match history {
            History::Newest => self.core.page(Page::Before(MessageId::MAX), limit, actor.id).await?,
            History::Before(id) => self.core.page(Page::Before(id), limit, actor.id).await?,
            History::After(id) => self.core.page(Page::After(id), limit, actor.id).await?,
            History::Around(id) => self.core.around(id, limit, actor.id).await?,
        };
        self.core.views(rows).await
    }

    /// Messages of others than `reader` that may not be in the store yet, oldest first.
    pub fn newest_to(&self, reader: UserId) -> Vec<MessageId> {
        let newest = self.core.tail.lock().overlay(MessageId::MIN, MessageId::MAX);
        let is_to_reader = |entry: &Entry| matches!(entry, Entry::Present(message, _) if message.author_id != reader);
        newest.into_iter().filter(|(_, entry)| is_to_reader(entry)).map(|(id, _)| id).collect()
    }

    pub async fn reaction_users(
        &self,
        actor: &Arc<User>,
        id: MessageId,
        emoji: ReactionEmoji,
        page: UsersPage,
    ) -> Result<Vec<Arc<User>>, Refusal> {
        self.core.may_read(actor.id)?;
        let (_, reactions) = self.core.load(id).await?.ok_or(Refusal::UnknownMessage)?;
        let all = reactions.get(&emoji).map(|reaction| reaction.users.as_slice()).unwrap_or_default();
        let ids: Vec<UserId> = all.iter().filter(|user| **user > page.after).take(page.limit).copied().collect();
        self.core.deps.users.get_many(&ids).await.map_err(Refusal::from)
    }
}

/// A message with all its reactions.
pub(super) type Loaded = (Arc<Message>, Arc<Reactions>);

impl ChannelCore {
    fn may_read(&self, actor: UserId) -> Result<(), Refusal> {
        if self.may_read_or_nothing(actor)? { Ok(()) } else { Err(Refusal::MissingPermissions) }
    }

    /// Discord docs, Get Channel Messages: without the right to history the page is empty.
    fn may_read_or_nothing(&self, actor: UserId) -> Result<bool, Refusal> {
        let permissions = self.home.permissions(self.id, actor, self.deps.clock.now())?;
        Ok(permissions.contains(Permissions::READ_MESSAGE_HISTORY))
    }

    /// One message as it is, or will be.
    pub(super) async fn load(&self, id: MessageId) -> Result<Option<Loaded>, Refusal> {
        match self.tail.lock().get(id) {
            Some(Entry::Present(message, reactions)) => return Ok(Some((message.clone(), reactions.clone()))),
            Some(Entry::Deleted) => return Ok(None),
            None => {}
        }
        let row = self.deps.store.message(self.id, id).await?;
        Ok(row.map(|(message, reactions)| (Arc::new(message), Arc::new(reactions))))
    }

    /// Those of `ids` that are there. One that is not is refused where it is the only one.
    pub(super) async fn load_all(&self, actor: UserId, ids: Vec<MessageId>) -> Result<Vec<(MessageId, Loaded)>, Refusal> {
        self.home.permissions(self.id, actor, self.deps.clock.now())?;
        let bulk = ids.len() > 1;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            match self.load(id).await? {
                Some(loaded) => found.push((id, loaded)),
                None if bulk => {}
                None => return Err(Refusal::UnknownMessage),
            }
        }
        Ok(found)
    }

    async fn page(&self, page: Page, limit: usize, viewer: UserId) -> Result<Vec<PageRow>, Refusal> {
        let (above, below) = match page {
            Page::Before(id) => (MessageId::MIN, id),
            Page::After(id) => (id, MessageId::MAX),
        };
        let overlay = self.tail.lock().overlay(above, below);
        // What the overlay hides must not shorten the page.
        let hidden = overlay.iter().filter(|(_, entry)| matches!(entry, Entry::Deleted)).count();
        let rows = self.deps.store.page(self.id, page, limit + hidden, viewer).await?;
        Ok(merge(rows, overlay, &Asked { page, limit, rows: limit + hidden, viewer }))
    }

    async fn around(&self, id: MessageId, limit: usize, viewer: UserId) -> Result<Vec<PageRow>, Refusal> {
        let half = limit / 2;
        let at_or_above = MessageId::from_raw(id.raw().saturating_sub(1));
        let mut newer = self.page(Page::After(at_or_above), limit - half, viewer).await?;
        let older = self.page(Page::Before(id), limit - newer.len(), viewer).await?;
        newer.extend(older);
        Ok(newer)
    }

    pub(super) async fn view(&self, message: Arc<Message>, reactions: &Reactions, viewer: UserId) -> Result<MessageView, Refusal> {
        let row = PageRow { message: (*message).clone(), reactions: reactions.counts(viewer) };
        let mut views = self.views(vec![row]).await?;
        views.pop().ok_or(Refusal::UnknownMessage)
    }

    /// Of a message that a reply answers: shown without what it answers itself.
    pub(super) async fn view_without_reference(&self, message: Arc<Message>) -> Result<MessageView, Refusal> {
        let people = self.people(std::iter::once(&*message)).await?;
        self.join(message, Vec::new(), &people).ok_or(Refusal::UnknownMessage)
    }

    async fn views(&self, rows: Vec<PageRow>) -> Result<Vec<MessageView>, Refusal> {
        let referenced = self.referenced(&rows).await?;
        let people = self.people(rows.iter().map(|row| &row.message).chain(referenced.values().map(|m| &**m))).await?;
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            let answered = row.message.reference.and_then(|reference| referenced.get(&reference.message_id)).cloned();
            if let Some(mut view) = self.join(Arc::new(row.message), row.reactions, &people) {
                view.referenced = answered.and_then(|message| self.join(message, Vec::new(), &people)).map(Box::new);
                views.push(view);
            }
        }
        Ok(views)
    }

    /// What the rows of a page answer, with one question to the store at most.
    async fn referenced(&self, rows: &[PageRow]) -> Result<HashMap<MessageId, Arc<Message>>, Refusal> {
        let mut ids: Vec<MessageId> = rows.iter().filter_map(|row| row.message.reference).map(|reference| reference.message_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut found = self.at_hand(&mut ids, rows);
        if !ids.is_empty() {
            let stored = self.deps.store.messages(self.id, &ids).await?;
            found.extend(stored.into_iter().map(|message| (message.id, Arc::new(message))));
        }
        Ok(found)
    }

    /// Those of `ids` that need no store: they stand in the page itself (most replies follow soon) or in the tail. Leaves the others in
    /// `ids`.
    fn at_hand(&self, ids: &mut Vec<MessageId>, rows: &[PageRow]) -> HashMap<MessageId, Arc<Message>> {
        let mut found = HashMap::new();
        let tail = self.tail.lock();
        ids.retain(|id| {
            let known = match tail.get(*id) {
                Some(Entry::Present(message, _)) => message.clone(),
                Some(Entry::Deleted) => return false,
                None => match rows.iter().find(|row| row.message.id == *id) {
                    Some(row) => Arc::new(row.message.clone()),
                    None => return true,
                },
            };
            found.insert(*id, known);
            false
        });
        found
    }

    async fn people<'a>(&self, messages: impl Iterator<Item = &'a Message>) -> Result<HashMap<UserId, Arc<User>>, Refusal> {
        let mut ids: Vec<UserId> = messages.flat_map(|m| std::iter::once(m.author_id).chain(m.mentions.users.iter().copied())).collect();
        ids.sort_unstable();
        ids.dedup();
        let users = self.deps.users.get_many(&ids).await?;
        Ok(users.into_iter().map(|user| (user.id, user)).collect())
    }

    /// `None` where the author's row is missing.
    fn join(&self, message: Arc<Message>, reactions: Vec<ReactionCount>, people: &HashMap<UserId, Arc<User>>) -> Option<MessageView> {
        Some(MessageView {
            author: people.get(&message.author_id)?.clone(),
            mentioned: message.mentions.users.iter().filter_map(|id| people.get(id)).cloned().collect(),
            message,
            guild_id: self.home.guild_id(),
            reactions,
            referenced: None,
        })
    }
}

/// Rows overlaid by the tail.
fn merge(rows: Vec<PageRow>, overlay: Vec<(MessageId, Entry)>, asked: &Asked) -> Vec<PageRow> {
    let Asked { page, limit, viewer, .. } = *asked;
    // Beyond the last row of a full page there may be rows that the store did not give.
    let reach = (rows.len() >= asked.rows).then(|| rows.iter().map(|row| row.message.id)).and_then(|ids| match page {
        Page::Before(_) => ids.min(),
        Page::After(_) => ids.max(),
    });
    let within = |id: MessageId| match (page, reach) {
        (_, None) => true,
        (Page::Before(_), Some(reach)) => id >= reach,
        (Page::After(_), Some(reach)) => id <= reach,
    };
    let mut merged: std::collections::BTreeMap<MessageId, PageRow> = rows.into_iter().map(|row| (row.message.id, row)).collect();
    for (id, entry) in overlay {
        match entry {
            Entry::Present(message, reactions) if within(id) => {
                merged.insert(id, PageRow { message: (*message).clone(), reactions: reactions.counts(viewer) });
            }
            Entry::Deleted => {
                merged.remove(&id);
            }
            Entry::Present(..) => {}
        }
    }
    match page {
        Page::Before(_) => merged.into_values().rev().take(limit).collect(),
        Page::After(_) => {
            let mut nearest: Vec<PageRow> = merged.into_values().take(limit).collect();
            nearest.reverse();
            nearest
        }
    }
}
