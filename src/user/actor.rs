//! Carries to guilds what a user's state has become, and ends the user when it is idle.

use super::core::UserCore;
use super::message::UserMessage;
use crate::limits;
use crate::model::{GuildId, Presence, Status, User};
use ractor::{Actor, ActorProcessingErr, ActorRef};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

pub(super) struct UserActor;

pub(super) struct Carrier {
    core: Arc<UserCore>,
    /// The presence that guilds know.
    told: Presence,
}

impl Actor for UserActor {
    type Msg = UserMessage;
    type State = Carrier;
    type Arguments = Arc<UserCore>;

    async fn pre_start(&self, myself: ActorRef<UserMessage>, core: Arc<UserCore>) -> Result<Carrier, ActorProcessingErr> {
        myself.send_interval(Duration::from_secs(limits::USER_IDLE_LOOK_S), || UserMessage::LookIdle);
        Ok(Carrier::new(core))
    }

    async fn handle(&self, myself: ActorRef<UserMessage>, message: UserMessage, state: &mut Carrier) -> Result<(), ActorProcessingErr> {
        match message {
            UserMessage::PresenceChanged => state.tell_presence(),
            UserMessage::Greet { guild_id } => state.greet(guild_id),
            UserMessage::Renamed { user } => state.tell_name(&user),
            UserMessage::LookIdle if state.may_end(Instant::now()) => myself.stop(None),
            UserMessage::LookIdle => {}
        }
        Ok(())
    }
}

impl Carrier {
    pub(super) fn new(core: Arc<UserCore>) -> Self {
        Self { core, told: Presence::offline() }
    }

    fn tell_presence(&mut self) {
        let presence = self.core.presence();
        if presence == self.told {
            return;
        }
        for guild in self.core.guilds() {
            self.core.deps.guilds.presence(guild, self.core.id(), presence.clone());
        }
        self.told = presence;
    }

    /// Tells what guilds know, not what may be newer: that is told to all, later in this mailbox.
    fn greet(&self, guild: GuildId) {
        if self.told.status != Status::Offline {
            self.core.deps.guilds.presence(guild, self.core.id(), self.told.clone());
        }
    }

    fn tell_name(&self, user: &Arc<User>) {
        for guild in self.core.guilds() {
            self.core.deps.guilds.user_updated(guild, user.clone());
        }
    }

    pub(super) fn may_end(&self, now: Instant) -> bool {
        self.core.rests(now) && (self.core.deps.let_go)(self.core.id())
    }
}
