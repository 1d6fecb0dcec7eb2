//! Applications and their bots.

use super::accounts::Accounts;
use crate::limits;
use crate::model::{Application, ApplicationId, Refusal, TokenKind, User, UserName};
use crate::protocol::Token;
use std::sync::Arc;

impl Accounts {
    /// Makes an application together with its bot user, which has the same id.
    pub async fn create_application(&self, owner: &Arc<User>, name: &str) -> Result<(Application, Arc<User>), Refusal> {
        if owner.bot {
            return Err(Refusal::BotsNotAllowed);
        }
        let name = UserName::parse(name).map_err(|error| Refusal::field("name", "BASE_TYPE_BAD_LENGTH", error.to_string()))?;
        if self.applications(owner).await?.len() >= limits::APPLICATIONS_PER_USER_MAX {
            let max = limits::APPLICATIONS_PER_USER_MAX;
            return Err(Refusal::TooMany { what: "applications", code: 30_023, max });
        }
        let id = ApplicationId::from_raw(self.0.next_id()?);
        let application = Application { id, name: name.as_str().to_owned(), owner_id: owner.id, created_at: self.0.clock.now() };
        let bot = Arc::new(User { id: id.into(), name, global_name: None, bot: true });
        self.0.store.create_application(&application, &bot).await?;
        self.0.users.put(bot.clone());
        Ok((application, bot))
    }

    pub async fn applications(&self, owner: &User) -> Result<Vec<Application>, Refusal> {
        self.0.store.applications_of(owner.id).await.map_err(Refusal::from)
    }

    /// Whoever's it is.
    pub async fn application(&self, id: ApplicationId) -> Result<Application, Refusal> {
        let found = self.0.store.application(id).await?;
        found.ok_or(Refusal::UnknownApplication)
    }

    /// The application and its bot, for its owner.
    pub async fn own_application(&self, owner: &User, id: ApplicationId) -> Result<Application, Refusal> {
        let application = self.application(id).await?;
        if application.owner_id == owner.id { Ok(application) } else { Err(Refusal::UnknownApplication) }
    }

    /// A new token for the bot; older ones stop working.
    pub async fn reset_bot_token(&self, owner: &User, id: ApplicationId) -> Result<Token, Refusal> {
        let application = self.own_application(owner, id).await?;
        let (token, record) = self.0.new_token(application.id.into(), TokenKind::Bot, None);
        let old = self.0.store.replace_tokens(record.user_id, &record).await?;
        for hash in old {
            self.0.revoked(record.user_id, hash);
        }
        Ok(token)
    }
}
