# A shop on Rails' Active Record: migrate, fill, objects, live; on SQLite, or on PostgreSQL where PGHOST is set.
require "active_support/all"
require "active_record"
require "json"
require "securerandom"

pg = !ENV["PGHOST"].nil?
Time.zone = "UTC"
ActiveRecord::Base.time_zone_aware_attributes = true
ActiveRecord::Base.configurations = {
  "development" => pg ? { "adapter" => "postgresql", "database" => ENV["PGDATABASE"] } : { "adapter" => "sqlite3", "database" => "app.sqlite" }
}
ActiveRecord::Base.establish_connection(:development)
ActiveRecord::Migration.verbose = false

class Shop < ActiveRecord::Migration[6.1]
  def change
    create_table :shelves do |t|
      t.string :name, null: false, limit: 80, index: { unique: true }
      t.references :parent, foreign_key: { to_table: :shelves }
      t.integer :items_count, null: false, default: 0
    end
    create_table :items do |t|
      t.string :name, null: false
      t.references :shelf, foreign_key: true
      t.decimal :price, precision: 12, scale: 3, null: false
      t.float :ratio
      t.boolean :active, null: false, default: true
      t.date :born
      t.time :at
      t.datetime :made, null: false
      t.datetime :fine, precision: 6
      t.json :data
      t.text :words
      t.binary :raw
      t.bigint :big
      t.integer :state, null: false, default: 0
      t.timestamps
    end
  end
end

class Notes < ActiveRecord::Migration[6.1]
  def change
    create_table(:notes) { |t| t.references :about, polymorphic: true; t.text :text }
    create_table(:tags) { |t| t.string :tag }
    create_join_table(:items, :tags) { |t| t.index %i[item_id tag_id], unique: true }
  end
end

class Shelf < ActiveRecord::Base
  belongs_to :parent, class_name: "Shelf", optional: true
  has_many :items
  has_many :notes, as: :about
end

class Item < ActiveRecord::Base
  belongs_to :shelf, optional: true, counter_cache: true
  has_many :notes, as: :about
  has_and_belongs_to_many :tags
  enum state: %i[fresh sold]
end

class Note < ActiveRecord::Base
  belongs_to :about, polymorphic: true
end

class Tag < ActiveRecord::Base
  has_and_belongs_to_many :items
end

def shop(i, shelves)
  Item.create!(
    name: "Ünï #{i} 😀", shelf: shelves[i % 4], price: BigDecimal(i) * BigDecimal("17.125") - 900, ratio: i % 3 == 0 ? nil : i / 7.0,
    active: i.even?, born: i % 5 == 0 ? nil : Date.new(1900 + i % 90, 2, 28), at: i % 5 == 0 ? nil : Time.utc(2000, 1, 1, 23, 59, i % 60),
    made: Time.utc(2024, 3, 31, 1, 30, i % 60), fine: i % 7 == 0 ? nil : Time.utc(1969, 7, 20, 20, 17, 40, i * 37),
    data: i % 4 == 0 ? nil : { a: [1, 2.5, nil, "é"], i: i }, words: "\n\t\"quoted\"\\" * (i % 3), raw: i % 4 == 0 ? nil : [0, 255, i].pack("C*"),
    big: i.even? ? 2**53 + 1 : -(2**63), state: i % 3 == 0 ? :sold : :fresh
  )
end

def shown(value)
  case value
  when Time then value.utc.strftime("%F %T.%6N")
  when BigDecimal then value.to_s
  when String then value.encoding == Encoding::BINARY ? value.unpack1("H*") : value
  else value
  end
end

case ARGV[0]
when "migrate"
  ActiveRecord::SchemaMigration.create_table
  ActiveRecord::InternalMetadata.create_table
  ActiveRecord::InternalMetadata[:environment] = "development"
  { 20240101000000 => Shop, 20240102000000 => Notes }.each do |version, migration|
    next if ActiveRecord::SchemaMigration.where(version: version.to_s).exists?
    migration.migrate(:up)
    ActiveRecord::SchemaMigration.create!(version: version.to_s)
  end
when "fill"
  shelves = (1..3).map { |i| Shelf.create!(name: "shelf #{i}") }
  shelves[1].update!(parent: shelves[0])
  items = (0...200).map { |i| shop(i, shelves) }
  %w[red łódź gone].each { |t| Tag.create!(tag: t) }
  items.first(50).each { |i| i.tags << Tag.all[i.id % 2] }
  40.times { |i| Note.create!(about: i.even? ? items[i] : shelves[i % 3], text: "n#{i}") }
  Item.where("id > 190").destroy_all
  Tag.find_by(tag: "gone").destroy
when "objects"
  [Shelf, Item, Note, Tag].each do |model|
    model.order(:id).each { |o| puts "#{model} #{o.attributes.transform_values { |v| shown(v) }.to_json}" }
  end
  Note.order(:id).each { |n| puts "about #{n.about.class} #{n.about&.id}" }
  Item.order(:id).each { |i| puts "tags #{i.id} #{i.tags.map(&:tag).sort}" }
when "live"
  last = Item.maximum(:id)
  made = shop(500, Shelf.order(:id).to_a)
  raise "an id came twice" unless made.id > last
  made.tags << Tag.create!(tag: "new")
  note = Note.create!(about: made, text: "on it")
  raise "joined" unless Note.find(note.id).about == made && made.reload.tags.size == 1
  Item.first.update!(price: "1.5", state: :sold)
  puts "alive"
end
