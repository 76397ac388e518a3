// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What people state about a product in `heirloom.toml`: deliveries, components, relations.
//!
//! ```toml
//! policy = "device"
//!
//! [[deliveries]]
//! name = "appliance"
//! kind = "device"
//! locked = "yes"
//! roots = ["app"]
//!
//! [[components]]
//! id = "app"
//! own = true
//! license = "LicenseRef-proprietary"
//!
//! [[relations]]
//! from = "app"
//! to = "rsync"
//! kind = "exec"
//! facts = { intimate_data = "no" }
//! reason = "started with arguments alone, see sync.c"
//! author = "Jane Doe <jane@example.org>"
//! ```
//!
//! What is stated wins over evidence, but only for what it states. All errors are collected and say
//! where they are; unknown keys are errors.

mod pieces;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use heirloom_model::{
    Component, ComponentId, ConfigError, DeliveredForm, Delivery, DeliveryKind, Evidence,
    Expression, FactKind, Facts, Offerer, Owner, Product, Relation, RelationKind, Scope,
    ServiceUsers, Statement, TreePath, Tri,
};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

mod dates;
mod remedies;

pub use dates::{StatedDates, apply_dates};
pub use pieces::StatedPiece;
pub use remedies::{Offer, StatedOffer};

/// The keys of `heirloom.toml` that speak of the product.
pub const KEYS: [&str; 8] =
    ["policy", "deliveries", "components", "relations", "costs", "offers", "pieces", "offerer"];

/// What people state about a product.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StatedProduct {
    /// What is accepted: a policy that comes along, or a file beside this one.
    pub policy: Option<TreePath>,
    /// How it leaves the house; roots may be empty, which means whatever nobody of ours uses.
    pub deliveries: Vec<Delivery>,
    /// What is said of components.
    pub components: Vec<StatedComponent>,
    /// Uses that are there, and such that are not.
    pub relations: Vec<StatedRelation>,
    /// What edits cost here, by the names of [`crate::plan::Costs`].
    pub costs: Vec<(&'static str, u64)>,
    /// What could be had in place of what is there.
    pub offers: Vec<StatedOffer>,
    /// Files that go with deliveries.
    pub pieces: Vec<StatedPiece>,
    /// Who offers source.
    pub offerer: Option<Offerer>,
}

impl StatedProduct {
    /// A product of what is stated alone.
    pub fn product(&self, assumed: DeliveryKind) -> Product {
        let mut components: BTreeMap<ComponentId, Component> = BTreeMap::new();
        for stated in &self.components {
            match components.get_mut(&stated.id) {
                Some(known) => apply(stated, known),
                None => {
                    components.insert(stated.id.clone(), component(stated));
                }
            }
        }
        let relations: Vec<Relation> = self
            .relations
            .iter()
            .filter(|one| !one.absent)
            .map(|one| one.relation.clone())
            .collect();
        for id in relations.iter().flat_map(|relation| [&relation.from, &relation.to]) {
            let new = || Component::third_party(id.clone());
            components.entry(id.clone()).or_insert_with(new);
        }
        let components: Vec<Component> = components.into_values().collect();
        let deliveries = self.deliveries_of(&components, &relations, assumed);
        Product { components, relations, deliveries }
    }

    /// The stated deliveries, or the assumed one; where roots are not stated they are what is ours
    /// and nobody of ours uses.
    pub fn deliveries_of(
        &self,
        components: &[Component],
        relations: &[Relation],
        assumed: DeliveryKind,
    ) -> Vec<Delivery> {
        let mut deliveries = self.deliveries.clone();
        if deliveries.is_empty() {
            deliveries.push(Delivery {
                name: assumed.name().into(),
                kind: assumed,
                roots: Vec::new(),
                monthly_users: None,
                facts: Facts::default(),
            });
        }
        let own: BTreeSet<&ComponentId> = components
            .iter()
            .filter(|component| component.owner == Owner::Own)
            .filter(|component| component.form != DeliveredForm::None)
            .map(|component| &component.id)
            .collect();
        let used: BTreeSet<&ComponentId> = relations
            .iter()
            .filter(|relation| relation.scope.is_delivered() && own.contains(&relation.from))
            .map(|relation| &relation.to)
            .collect();
        for delivery in deliveries.iter_mut().filter(|delivery| delivery.roots.is_empty()) {
            delivery.roots = own.difference(&used).map(|id| (*id).clone()).collect();
        }
        deliveries
    }
}

/// What is said of a component; what is `None` is not said.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedComponent {
    /// Which.
    pub id: ComponentId,
    /// Whose it is.
    pub owner: Option<Owner>,
    /// Its license.
    pub license: Option<Expression>,
    /// Whether it was changed.
    pub modified: Option<Tri>,
    /// In which form it is delivered.
    pub form: Option<DeliveredForm>,
    /// Where it lies.
    pub path: Option<TreePath>,
    /// What is known about it.
    pub facts: Facts,
    /// On which days its version was published and comes under another license.
    pub dates: StatedDates,
}

/// What is said of a relation.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedRelation {
    /// The relation, with the statement as evidence for or against it.
    pub relation: Relation,
    /// Whether it is denied.
    pub absent: bool,
}

/// Reads what a `heirloom.toml` states about the product.
///
/// # Errors
/// Everything that is wrong with these parts of the file, in the order of its lines.
pub fn parse(path: &TreePath, bytes: &[u8]) -> Result<StatedProduct, Vec<ConfigError>> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(vec![ConfigError::at("", 0, "the file is not UTF-8")]);
    };
    let table = DeTable::parse(text).map_err(|error| {
        vec![ConfigError::at(text, error.span().map_or(0, |span| span.start), error.message())]
    })?;
    let mut reader = Reader { text, path, errors: Vec::new() };
    let product = reader.file(table.get_ref());
    if reader.errors.is_empty() {
        return Ok(product);
    }
    reader.errors.sort_by_key(|error| (error.line, error.column));
    Err(reader.errors)
}

struct Reader<'a> {
    text: &'a str,
    path: &'a TreePath,
    errors: Vec<ConfigError>,
}

type Table<'t> = DeTable<'t>;

impl Reader<'_> {
    fn error(&mut self, span: &Range<usize>, message: impl AsRef<str>) {
        self.errors.push(ConfigError::at(self.text, span.start, message.as_ref()));
    }

    fn file(&mut self, table: &Table<'_>) -> StatedProduct {
        let mut product = StatedProduct {
            policy: self.policy(table),
            costs: self.costs(table),
            offers: self.offers(table),
            ..StatedProduct::default()
        };
        for (table, span) in self.tables(table, "deliveries") {
            product.deliveries.extend(self.delivery(table, &span));
        }
        for (table, span) in self.tables(table, "components") {
            product.components.extend(self.component(table, &span));
        }
        for (table, span) in self.tables(table, "relations") {
            product.relations.extend(self.relation(table, &span));
        }
        for (table, span) in self.tables(table, "pieces") {
            product.pieces.extend(self.piece(table, &span));
        }
        product.offerer = self.offerer(table);
        let mut seen = BTreeSet::new();
        for (index, delivery) in product.deliveries.iter().enumerate() {
            if !seen.insert(delivery.name.clone()) {
                let span = self.tables(table, "deliveries")[index].1.clone();
                self.error(&span, format!("two deliveries are called `{}`", delivery.name));
            }
        }
        product
    }

    fn policy(&mut self, table: &Table<'_>) -> Option<TreePath> {
        let text = self.text(table, "policy")?;
        TreePath::parse(text.get_ref().as_bytes())
            .map_err(|error| self.error(&text.span(), format!("failed to {error}")))
            .ok()
    }

    /// The tables of a list.
    fn tables<'t, 'd>(
        &mut self,
        table: &'t Table<'d>,
        key: &str,
    ) -> Vec<(&'t Table<'d>, Range<usize>)> {
        let Some(value) = table.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            let what = format!("`{key}` is a list of tables: write `[[{key}]]`");
            self.error(&value.span(), what);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => tables.push((table, item.span())),
                _ => self.error(&item.span(), format!("`{key}` holds tables")),
            }
        }
        tables
    }

    fn known(&mut self, table: &Table<'_>, known: &[&str]) {
        for (key, _) in table {
            if !known.contains(&&**key.get_ref()) {
                let what = format!("unknown key `{}`; known: {}", key.get_ref(), known.join(", "));
                self.error(&key.span(), what);
            }
        }
    }

    fn text(&mut self, table: &Table<'_>, key: &str) -> Option<Spanned<String>> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => {
                Some(Spanned::new(value.span(), text.clone().into_owned()))
            }
            _ => {
                self.error(&value.span(), format!("`{key}` is a text that is not empty"));
                None
            }
        }
    }

    fn must(
        &mut self,
        table: &Table<'_>,
        key: &str,
        span: &Range<usize>,
    ) -> Option<Spanned<String>> {
        if table.get(key).is_none() {
            self.error(span, format!("there is no `{key}`"));
        }
        self.text(table, key)
    }

    /// The value of a word, with the words there are when it is another one.
    fn word<T>(
        &mut self,
        word: &Spanned<String>,
        from_name: impl Fn(&str) -> Option<T>,
        known: impl IntoIterator<Item = &'static str>,
    ) -> Option<T> {
        let value = from_name(word.get_ref());
        if value.is_none() {
            let known: Vec<_> = known.into_iter().collect();
            let what = format!("`{}` is not one of {}", word.get_ref(), known.join(", "));
            self.error(&word.span(), what);
        }
        value
    }

    fn tri(&mut self, table: &Table<'_>, key: &str) -> Option<Tri> {
        let word = self.text(table, key)?;
        self.word(&word, Tri::from_name, ["yes", "no", "unknown"])
    }

    fn flag(&mut self, table: &Table<'_>, key: &str) -> Option<bool> {
        let value = table.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            _ => {
                self.error(&value.span(), format!("`{key}` is true or false"));
                None
            }
        }
    }

    fn id(&mut self, text: &Spanned<String>) -> Option<ComponentId> {
        ComponentId::new(text.get_ref())
            .map_err(|error| self.error(&text.span(), format!("failed to {error}")))
            .ok()
    }

    /// Who says so, and why.
    fn evidence(&mut self, table: &Table<'_>, span: &Range<usize>) -> Evidence {
        let reason = self.text(table, "reason").map(Spanned::into_inner).unwrap_or_default();
        let author = self.text(table, "author").map(Spanned::into_inner).unwrap_or_default();
        let place = ConfigError::at(self.text, span.start, "");
        let last = ConfigError::at(self.text, span.end.min(self.text.len()), "");
        let lines = heirloom_model::Span {
            start: span.start as u64,
            end: span.end as u64,
            first_line: u32::try_from(place.line).unwrap_or(u32::MAX),
            last_line: u32::try_from(last.line).unwrap_or(u32::MAX),
        };
        let note = [reason, author].into_iter().filter(|text| !text.is_empty());
        let note = note.collect::<Vec<_>>().join(" — ");
        Evidence::statement(Some(self.path.clone()), Some(lines), &note)
    }

    fn facts(&mut self, table: &Table<'_>, evidence: &Evidence) -> Facts {
        let mut facts = Facts::default();
        let Some(value) = table.get("facts") else { return facts };
        let DeValue::Table(stated) = value.get_ref() else {
            self.error(&value.span(), "`facts` is a table, such as { core = \"yes\" }");
            return facts;
        };
        for (key, value) in stated {
            let Some(kind) = FactKind::from_name(key.get_ref()) else {
                let known: Vec<_> = FactKind::ALL.iter().map(|kind| kind.name()).collect();
                let what = format!("`{}` is no fact; known: {}", key.get_ref(), known.join(", "));
                self.error(&key.span(), what);
                continue;
            };
            let answer = match value.get_ref() {
                DeValue::String(text) => Tri::from_name(text),
                DeValue::Boolean(flag) => Some(Tri::from(*flag)),
                _ => None,
            };
            match answer {
                Some(value) => {
                    facts.set(kind, Statement { value, evidence: vec![evidence.clone()] });
                }
                None => self.error(&value.span(), "a fact is \"yes\", \"no\" or \"unknown\""),
            }
        }
        facts
    }

    fn expression(&mut self, table: &Table<'_>, key: &str) -> Option<Expression> {
        let text = self.text(table, key)?;
        Expression::parse(text.get_ref())
            .map_err(|error| self.error(&text.span(), format!("failed to {error}")))
            .ok()
    }

    fn delivery(&mut self, table: &Table<'_>, span: &Range<usize>) -> Option<Delivery> {
        const KEYS: [&str; 11] = [
            "name",
            "kind",
            "roots",
            "users",
            "locked",
            "user_product",
            "commercial",
            "monthly_users",
            "facts",
            "reason",
            "author",
        ];
        self.known(table, &KEYS);
        let word = self.must(table, "kind", span);
        let kind = word.and_then(|word| {
            let known = DeliveryKind::ALL.iter().map(|kind| kind.name());
            self.word(&word, DeliveryKind::from_name, known)
        });
        let evidence = self.evidence(table, span);
        let mut facts = self.facts(table, &evidence);
        if let Some(value) = self.tri(table, "commercial") {
            facts.set(FactKind::Commercial, Statement { value, evidence: vec![evidence] });
        }
        let locked = self.tri(table, "locked").unwrap_or_default();
        let user_product = self.tri(table, "user_product").unwrap_or_default();
        let users = self.text(table, "users").and_then(|word| {
            let from_name = |name: &str| match name {
                "public" => Some(ServiceUsers::Public),
                "internal" => Some(ServiceUsers::Internal),
                _ => None,
            };
            self.word(&word, from_name, ["public", "internal"])
        });
        let monthly_users = self.number(table, "monthly_users");
        let roots = self.roots(table);
        let kind = match kind? {
            DeliveryKind::Device { .. } => DeliveryKind::Device { user_product, locked },
            DeliveryKind::NetworkService { .. } => {
                DeliveryKind::NetworkService { users: users.unwrap_or(ServiceUsers::Public) }
            }
            other => other,
        };
        let name =
            self.text(table, "name").map_or_else(|| kind.name().to_owned(), Spanned::into_inner);
        Some(Delivery { name: name.into(), kind, roots, monthly_users, facts })
    }

    fn number(&mut self, table: &Table<'_>, key: &str) -> Option<u64> {
        let value = table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if number.is_none() {
            self.error(&value.span(), format!("`{key}` is a whole number"));
        }
        number
    }

    fn roots(&mut self, table: &Table<'_>) -> Vec<ComponentId> {
        let Some(value) = table.get("roots") else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.error(&value.span(), "`roots` is a list of components");
            return Vec::new();
        };
        let mut roots = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => {
                    let text = Spanned::new(item.span(), text.clone().into_owned());
                    roots.extend(self.id(&text));
                }
                _ => self.error(&item.span(), "a root is the text that names a component"),
            }
        }
        roots
    }

    fn component(&mut self, table: &Table<'_>, span: &Range<usize>) -> Option<StatedComponent> {
        const KEYS: [&str; 12] = [
            "id",
            "own",
            "license",
            "modified",
            "form",
            "path",
            "facts",
            "released",
            "change_date",
            "change_license",
            "reason",
            "author",
        ];
        self.known(table, &KEYS);
        let id = self.must(table, "id", span).and_then(|id| self.id(&id));
        let evidence = self.evidence(table, span);
        let owner =
            self.flag(table, "own").map(|own| if own { Owner::Own } else { Owner::ThirdParty });
        let form = self.text(table, "form").and_then(|word| {
            self.word(&word, DeliveredForm::from_name, ["source", "object", "both", "none"])
        });
        let path = self.text(table, "path").and_then(|text| {
            TreePath::parse(text.get_ref().as_bytes())
                .map_err(|error| self.error(&text.span(), format!("failed to {error}")))
                .ok()
        });
        Some(StatedComponent {
            owner,
            license: self.expression(table, "license"),
            modified: self.tri(table, "modified"),
            form,
            path,
            facts: self.facts(table, &evidence),
            dates: self.dates(table, &evidence),
            id: id?,
        })
    }

    fn relation(&mut self, table: &Table<'_>, span: &Range<usize>) -> Option<StatedRelation> {
        const KEYS: [&str; 10] = [
            "from", "to", "kind", "scope", "facts", "lines", "intimate", "absent", "reason",
            "author",
        ];
        self.known(table, &KEYS);
        let ends =
            ["from", "to"].map(|key| self.must(table, key, span).and_then(|text| self.id(&text)));
        let kind = self.must(table, "kind", span).and_then(|word| {
            let known = RelationKind::ALL.iter().map(|kind| kind.name());
            self.word(&word, RelationKind::from_name, known)
        });
        let scope = self.text(table, "scope").and_then(|word| {
            self.word(&word, Scope::from_name, Scope::ALL.iter().map(|scope| scope.name()))
        });
        let lines = self.number(table, "lines").and_then(|lines| u32::try_from(lines).ok());
        let intimate = self.tri(table, "intimate").unwrap_or_default();
        let evidence = self.evidence(table, span);
        let facts = self.facts(table, &evidence);
        let absent = self.flag(table, "absent").unwrap_or(false);
        let [from, to] = ends;
        let kind = match kind? {
            RelationKind::HeaderUse { .. } => RelationKind::HeaderUse { lines },
            RelationKind::Ipc { .. } => RelationKind::Ipc { intimate },
            other => other,
        };
        let mut relation = Relation::new(from?, to?, kind);
        relation.scope = scope.unwrap_or_default();
        relation.facts = facts;
        if absent {
            relation.against.push(evidence);
        } else {
            relation.evidence.push(evidence);
        }
        Some(StatedRelation { relation, absent })
    }
}

/// A component of which only what is stated is known.
pub fn component(stated: &StatedComponent) -> Component {
    let mut component = match stated.owner {
        Some(Owner::Own) => Component::own(stated.id.clone()),
        _ => Component::third_party(stated.id.clone()),
    };
    apply(stated, &mut component);
    component
}

/// Puts what is stated in the place of what was found.
pub fn apply(stated: &StatedComponent, component: &mut Component) {
    if let Some(owner) = stated.owner {
        component.owner = owner;
    }
    if let Some(license) = &stated.license {
        component.license.concluded = Some(license.clone());
    }
    if let Some(modified) = stated.modified {
        component.modified = modified;
    }
    if let Some(form) = stated.form {
        component.form = form;
    }
    if let Some(path) = &stated.path {
        component.path = Some(path.clone());
    }
    for (kind, statement) in stated.facts.iter() {
        component.facts.set(kind, statement.clone());
    }
}

#[cfg(test)]
mod tests;
