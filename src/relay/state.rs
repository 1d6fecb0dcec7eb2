//! What a relay does with each input. Without a task and without waiting: `run` drives it.

use super::carousel::Walked;
use super::class::ClassKey;
use super::inbox::Input;
use super::listener::{Attachment, ChunkOrder, Listener, ListenerId, StreamKey};
use super::replica::Replica;
use super::roster::Roster;
use super::view;
use crate::limits;
use crate::model::{Channel, Intents, Member, OverwriteTarget, UserId};
use crate::outbox::{Frame, Transport};
use crate::protocol::event;
use crate::stream::{Beside, Change, Event, FeedId, Item, MembersChunk, Position, Snapshot, Ticket, Upstream};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub(super) struct Relay {
    pub(super) key: StreamKey,
    pub(super) upstream: Arc<dyn Upstream>,
    pub(super) feed: FeedId,
    position: Option<Position>,
    /// Of a guild's stream.
    pub(super) replica: Option<Replica>,
    pub(super) roster: Roster,
    admissions: HashMap<Ticket, Box<Listener>>,
    chunks: HashMap<Ticket, (ListenerId, Box<ChunkOrder>)>,
    next_ticket: u64,
    /// Asked the owner for what is missing; events until then are of no use.
    catching_up: bool,
}

impl Relay {
    pub(super) fn new(key: StreamKey, upstream: Arc<dyn Upstream>, feed: FeedId) -> Self {
        Self {
            key,
            upstream,
            feed,
            position: None,
            replica: None,
            roster: Roster::default(),
            admissions: HashMap::new(),
            chunks: HashMap::new(),
            next_ticket: 0,
            catching_up: false,
        }
    }

    pub(super) fn is_idle(&self) -> bool {
        self.roster.is_empty() && self.admissions.is_empty()
    }

    pub(super) fn has_news(&mut self) -> bool {
        self.roster.groups_mut().any(|group| group.has_news())
    }

    pub(super) fn is_behind(&mut self) -> bool {
        self.roster.groups_mut().any(|group| group.is_behind())
    }

    /// A stretch of every class's walk.
    pub(super) fn step(&mut self) -> Walked {
        let mut walked = Walked::default();
        for group in self.roster.groups_mut().filter(|group| group.has_news()) {
            group.step(limits::RELAY_LANES_PER_STEP, &mut walked);
        }
        walked
    }

    pub(super) fn take(&mut self, input: Input) {
        match input {
            Input::Item(Item::Snapshot { position, snapshot, missed }) => self.replace(position, snapshot, missed),
            Input::Item(Item::Event(event)) => self.event(&event),
            Input::Item(Item::Beside(beside)) => self.beside(&beside),
            Input::Item(Item::Admitted { ticket, member, admitted }) => self.admitted(ticket, member, admitted),
            Input::Item(Item::Members { ticket, chunk }) => self.members(ticket, &chunk),
            Input::Attach(listener) => self.attach(listener),
            Input::Detach(id) => self.detach(id),
            Input::Retransport(id, transport) => self.retransport(id, transport),
            Input::Members(id, order) => self.ask_members(id, order),
        }
    }

    fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        Ticket(self.next_ticket)
    }

    fn attach(&mut self, listener: Box<Listener>) {
        let ticket = self.ticket();
        let user = listener.user_id;
        self.admissions.insert(ticket, listener);
        self.upstream.admit(self.feed, ticket, user);
    }

    fn detach(&mut self, id: ListenerId) {
        self.admissions.retain(|_, listener| listener.id != id);
        self.chunks.retain(|_, (listener, _)| *listener != id);
        self.unseat(id);
    }

    fn unseat(&mut self, id: ListenerId) {
        let Some(listener) = self.roster.unseat(id) else { return };
        if !self.roster.is_here(listener.user_id)
            && let Some(replica) = &mut self.replica
        {
            replica.left(listener.user_id);
        }
    }

    fn ask_members(&mut self, id: ListenerId, order: Box<ChunkOrder>) {
        if self.roster.seat(id).is_none() {
            return;
        }
        let ticket = self.ticket();
        let query = order.query.clone();
        self.chunks.insert(ticket, (id, order));
        self.upstream.members(self.feed, ticket, query);
    }

    /// A new replica. After a gap, or where there was one before, nobody can go on from where they are.
    fn replace(&mut self, position: Position, snapshot: Snapshot, missed: bool) {
        if missed || self.position.is_some() {
            let listeners = self.roster.ids().into_iter().filter_map(|id| self.roster.unseat(id));
            listeners.for_each(|listener| listener.news.gap(self.key));
        }
        self.catching_up = false;
        self.position = Some(position);
        self.replica = match snapshot {
            Snapshot::Guild { guild, presences } => Some(Replica::new(*guild, presences)),
            Snapshot::User => None,
        };
    }

    fn event(&mut self, event: &Event) {
        let Some(position) = self.position else { return };
        if event.position.epoch != position.epoch || event.position.seq <= position.seq {
            return;
        }
        if event.position.seq > position.seq + 1 {
            if !self.catching_up {
                self.ask_for_missed();
            }
            return;
        }
        self.catching_up = false;
        self.position = Some(event.position);
        self.change(&event.change);
        for dispatch in &event.dispatches {
            self.dispatch(dispatch, false);
        }
        self.dismiss(&event.change);
    }

    /// Asks the owner for what follows the last event that came. The answer may be too long for the inbox: then what did not fit is asked
    /// for again, from where the rest ended.
    pub(super) fn ask_for_missed(&mut self) {
        let Some(position) = self.position else { return };
        self.catching_up = true;
        metrics::counter!("belfry_relay_gaps_total").increment(1);
        self.upstream.catch_up(self.feed, position);
    }

    fn beside(&mut self, beside: &Beside) {
        if self.position.is_none_or(|position| position < beside.after) {
            return;
        }
        if let Some(replica) = &mut self.replica {
            replica.apply_beside(&beside.change);
        }
        if let Some(dispatch) = &beside.dispatch {
            self.dispatch(dispatch, true);
        }
    }

    /// Applies a change and tells what follows from it.
    fn change(&mut self, change: &Change) {
        if let Change::Notice(notice) = change {
            return self.roster.listeners().for_each(|listener| listener.news.notice(notice.clone()));
        }
        if let Change::Many(changes) = change {
            return changes.iter().for_each(|change| self.change(change));
        }
        let Some(replica) = &mut self.replica else { return };
        let owner_before = replica.guild.info.owner_id;
        let channel_before = match change {
            Change::PutChannel(channel) => replica.guild.channels.get(&channel.id).cloned(),
            Change::DeleteChannel(id) => replica.guild.channels.get(id).cloned(),
            _ => None,
        };
        let roster = &mut self.roster;
        replica.apply(change, |user| roster.is_here(user));
        match change {
            Change::PutChannel(channel) => {
                // First, so that whom it is closed to is told nothing else of it.
                self.reclass_named(channel_before.as_deref(), Some(channel));
                if let Some(replica) = &self.replica {
                    view::channel_put(self.roster.groups_mut(), replica, channel);
                }
            }
            Change::DeleteChannel(_) => {
                if let Some(channel) = &channel_before {
                    view::channel_deleted(roster.groups_mut(), replica, channel);
                    self.reclass_named(Some(channel), None);
                }
            }
            Change::PutRole(_) | Change::DeleteRole(_) => view::recompute(roster.groups_mut(), replica),
            Change::PutMember(member) => self.reclass(member.user.id),
            Change::PutInfo(info) if info.owner_id != owner_before => {
                self.reclass(owner_before);
                self.reclass(info.owner_id);
            }
            _ => {}
        }
    }

    /// Those whom a channel's overwrites name, or named, are judged apart.
    fn reclass_named(&mut self, before: Option<&Channel>, now: Option<&Channel>) {
        let named: HashSet<UserId> = before.into_iter().chain(now).flat_map(named_members).collect();
        for user in named {
            self.reclass(user);
        }
    }

    /// A member's rights have changed: its listeners move to the class that they now belong to.
    fn reclass(&mut self, user: UserId) {
        for id in self.roster.ids_of(user) {
            let Some((replica, seat)) = self.replica.as_ref().zip(self.roster.seat(id)) else { continue };
            let Some(member) = replica.guild.members.get(&user) else { continue };
            let key = ClassKey::of_member(&replica.guild, member, &seat.listener);
            let Some(old) = self.roster.group(seat.group) else { continue };
            if old.key == key {
                continue;
            }
            let now = view::visible(replica, &key);
            let frames = view::difference(replica, &old.visible, &now);
            for frame in frames {
                self.tell_guilds(id, frame);
            }
            self.roster.catch_up(id);
            if let Some(listener) = self.roster.unseat(id) {
                self.roster.seat_in(listener, key, || now);
            }
        }
    }

    fn retransport(&mut self, id: ListenerId, transport: Transport) {
        self.admissions.values_mut().filter(|listener| listener.id == id).for_each(|listener| listener.transport = transport);
        self.roster.catch_up(id);
        let Some(old) = self.roster.seat(id).and_then(|seat| self.roster.group(seat.group)) else { return };
        let (key, visible) = (old.key.clone().over(transport), old.visible.clone());
        if let Some(mut listener) = self.roster.unseat(id) {
            listener.transport = transport;
            self.roster.seat_in(listener, key, || visible);
        }
    }

    /// Something for one listener alone, after all that was before.
    pub(super) fn tell(&mut self, id: ListenerId, frame: Arc<Frame>) {
        self.roster.catch_up(id);
        if let Some(seat) = self.roster.seat(id) {
            seat.listener.outbox.dispatch(frame);
        }
    }

    /// The same, where the listener asked for what happens to guilds and channels.
    fn tell_guilds(&mut self, id: ListenerId, frame: Arc<Frame>) {
        if self.roster.seat(id).is_some_and(|seat| seat.listener.intents.contains(Intents::GUILDS)) {
            self.tell(id, frame);
        }
    }

    /// Those who are no members any more are told so and listen no longer.
    fn dismiss(&mut self, change: &Change) {
        match change {
            Change::RemoveMember(user) => self.dismiss_user(*user),
            Change::DeleteGuild => {
                let users: Vec<UserId> = self.roster.users().collect();
                for user in users {
                    self.dismiss_user(user);
                }
            }
            Change::Many(changes) => changes.iter().for_each(|change| self.dismiss(change)),
            _ => {}
        }
    }

    fn dismiss_user(&mut self, user: UserId) {
        let StreamKey::Guild(guild_id) = self.key else { return };
        let frame = Frame::new(event::guild_delete(guild_id, false));
        for id in self.roster.ids_of(user) {
            self.tell_guilds(id, frame.clone());
            if let Some(listener) = self.roster.unseat(id) {
                listener.news.detached(self.key);
            }
        }
    }

    fn admitted(&mut self, ticket: Ticket, member: Option<Arc<Member>>, admitted: bool) {
        let Some(listener) = self.admissions.remove(&ticket) else { return };
        let news = listener.news.clone();
        let attached = admitted && self.seat(listener, member);
        news.attach_ended(self.key, if attached { Attachment::Attached } else { Attachment::Refused });
    }

    fn seat(&mut self, mut listener: Box<Listener>, member: Option<Arc<Member>>) -> bool {
        let Some(replica) = &mut self.replica else {
            let key = ClassKey::of_user_stream(&listener);
            if let Some(first) = listener.first.take() {
                listener.outbox.dispatch_unkept(first());
            }
            self.roster.seat_in(listener, key, HashSet::new);
            return true;
        };
        let Some(member) = member else { return false };
        let user = member.user.id;
        replica.guild.members.insert(user, member.clone());
        // A large guild's list, made before, lacks who is neither here nor shown as there.
        let may_lack = replica.guild.member_count > limits::LARGE_THRESHOLD_MIN && !replica.presences.contains_key(&user);
        replica.version += u64::from(may_lack && !self.roster.is_here(user));
        let key = ClassKey::of_member(&replica.guild, &member, &listener);
        let id = listener.id;
        self.roster.seat_in(listener, key.clone(), || view::visible(replica, &key));
        self.greet(id, &member);
        true
    }

    fn members(&mut self, ticket: Ticket, chunk: &MembersChunk) {
        let Some((id, mut order)) = self.chunks.remove(&ticket) else { return };
        let StreamKey::Guild(guild_id) = self.key else { return };
        self.roster.catch_up(id);
        let Some(seat) = self.roster.seat(id) else { return };
        let pages = chunk.all.div_ceil(limits::MEMBERS_PAGE_MAX).max(1);
        let count = *order.count.get_or_insert(pages);
        let found: HashSet<UserId> = chunk.members.iter().map(|member| member.user.id).collect();
        let not_found: Vec<UserId> = order.query.user_ids.iter().flatten().copied().filter(|id| !found.contains(id)).collect();
        let frame = event::members_chunk(
            guild_id,
            &event::ChunkFrame {
                members: &chunk.members,
                presences: if order.presences { &chunk.presences } else { &[] },
                index: order.index,
                count,
                nonce: order.nonce.as_deref(),
                not_found: &not_found,
            },
        );
        seat.listener.outbox.dispatch_unkept(Frame::new(frame));
        let last = chunk.members.last().map(|member| member.user.id);
        seat.listener.news.chunk_sent(self.key, *order, last);
    }
}

fn named_members(channel: &Channel) -> impl Iterator<Item = UserId> + '_ {
    channel.overwrites.iter().filter_map(|overwrite| match overwrite.target {
        OverwriteTarget::Member(user) => Some(user),
        OverwriteTarget::Role(_) => None,
    })
}
