//! Who listens, and in which class: attach, detach and move cost O(1).

use super::carousel::{Group, Moved};
use super::class::ClassKey;
use super::listener::{Listener, ListenerId};
use crate::model::{ChannelId, UserId};
use smallvec::SmallVec;
use std::collections::{HashMap, HashSet};

pub(super) struct Seat {
    pub(super) listener: Box<Listener>,
    pub(super) group: usize,
    lane: usize,
}

#[derive(Default)]
pub(super) struct Roster {
    seats: HashMap<ListenerId, Seat>,
    by_user: HashMap<UserId, SmallVec<[ListenerId; 1]>>,
    groups: Vec<Group>,
    by_key: HashMap<ClassKey, usize>,
    /// Groups without lanes, to be used again.
    vacant: Vec<usize>,
}

impl Roster {
    pub(super) fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    pub(super) fn is_here(&self, user: UserId) -> bool {
        self.by_user.contains_key(&user)
    }

    pub(super) fn ids_of(&self, user: UserId) -> SmallVec<[ListenerId; 1]> {
        self.by_user.get(&user).cloned().unwrap_or_default()
    }

    pub(super) fn users(&self) -> impl Iterator<Item = UserId> + '_ {
        self.by_user.keys().copied()
    }

    pub(super) fn ids(&self) -> Vec<ListenerId> {
        self.seats.keys().copied().collect()
    }

    pub(super) fn seat(&self, id: ListenerId) -> Option<&Seat> {
        self.seats.get(&id)
    }

    pub(super) fn listeners(&self) -> impl Iterator<Item = &Listener> {
        self.seats.values().map(|seat| &*seat.listener)
    }

    pub(super) fn group(&self, index: usize) -> Option<&Group> {
        self.groups.get(index)
    }

    pub(super) fn group_mut(&mut self, index: usize) -> Option<&mut Group> {
        self.groups.get_mut(index)
    }

    /// The groups that have lanes.
    pub(super) fn groups_mut(&mut self) -> impl Iterator<Item = &mut Group> {
        self.groups.iter_mut().filter(|group| !group.is_empty())
    }

    /// Adds a listener to the class of `key`, which is made with `visible` where it is new.
    pub(super) fn seat_in(&mut self, listener: Box<Listener>, key: ClassKey, visible: impl FnOnce() -> HashSet<ChannelId>) {
        let group = self.group_of(key, visible);
        let (id, user_id) = (listener.id, listener.user_id);
        let Some(entered) = self.groups.get_mut(group) else { return };
        let lane = entered.join(id, user_id, listener.outbox.clone());
        self.by_user.entry(user_id).or_default().push(id);
        self.seats.insert(id, Seat { listener, group, lane });
    }

    fn group_of(&mut self, key: ClassKey, visible: impl FnOnce() -> HashSet<ChannelId>) -> usize {
        if let Some(&group) = self.by_key.get(&key) {
            return group;
        }
        let made = Group::new(key.clone(), visible());
        let index = self.vacant.pop().unwrap_or(self.groups.len());
        match self.groups.get_mut(index) {
            Some(place) => *place = made,
            None => self.groups.push(made),
        }
        self.by_key.insert(key, index);
        index
    }

    /// Removes a listener, which has been given all that was before.
    pub(super) fn unseat(&mut self, id: ListenerId) -> Option<Box<Listener>> {
        let seat = self.seats.remove(&id)?;
        if let Some(ids) = self.by_user.get_mut(&seat.listener.user_id) {
            ids.retain(|known| *known != id);
            if ids.is_empty() {
                self.by_user.remove(&seat.listener.user_id);
            }
        }
        let group = self.groups.get_mut(seat.group)?;
        let moved = group.leave(seat.lane);
        if group.is_empty() {
            self.by_key.remove(&group.key);
            self.vacant.push(seat.group);
        }
        if let Some(Moved { listener, lane }) = moved
            && let Some(other) = self.seats.get_mut(&listener)
        {
            other.lane = lane;
        }
        Some(seat.listener)
    }

    /// Gives a listener all that its class's log holds for it.
    pub(super) fn catch_up(&mut self, id: ListenerId) {
        let Some(seat) = self.seats.get(&id) else { return };
        if let Some(group) = self.groups.get_mut(seat.group) {
            group.catch_up(seat.lane);
        }
    }
}
